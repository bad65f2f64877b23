// node compare.mjs texts.json tokenizer.json token-ids.json: a second implementation's opinion of the golden ids.
import { readFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";

const [textsFile, tokenizerFile, idsFile] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));

// Lower-cases a capital sigma at a word's end to a final sigma; the reference goes character by character.
const finalSigma = (text) => /\p{L}\p{M}*\u03a3/u.test(text.normalize("NFC"));
// Takes ideographs beyond the basic plane for parts of one word; the reference sets each apart.
const rareIdeographs = (text) => /[\u{20000}-\u{2fa1f}]/u.test(text);

const tokenizer = new Tokenizer({ ...read(tokenizerFile), truncation: null, padding: null }, {});
const golden = read(idsFile);
let agree = 0, known = 0, unexplained = 0;
read(textsFile).forEach((text, index) => {
  const same = JSON.stringify(tokenizer.encode(text).ids) === JSON.stringify(golden[index]);
  if (same) agree++;
  else if (finalSigma(text) || rareIdeographs(text)) known++;
  else {
    unexplained++;
    console.log(`text ${index} differs: ${JSON.stringify(text).slice(0, 80)}`);
  }
});
console.log(`${agree} agree, ${known} differ for a known reason, ${unexplained} for none`);
process.exitCode = unexplained ? 1 : 0;
