// node npm-token-ids.mjs texts.json tokenizer.json out.json: the ids that npm's @huggingface/tokenizers gives.
import { readFileSync, writeFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";

const [textsFile, tokenizerFile, outFile] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const tokenizer = new Tokenizer({ ...read(tokenizerFile), truncation: null, padding: null }, {});
const rows = read(textsFile).map((text) => JSON.stringify(tokenizer.encode(text).ids));
writeFileSync(outFile, `[\n${rows.join(",\n")}\n]\n`);
