// Writes texts.json: 200 texts, the hand-written ones first, then ones drawn with a fixed seed.
import { writeFileSync } from "node:fs";
import { chinese, code, emoji, english, latin, scripts, special, symbols } from "./words.mjs";

const COUNT = 200;
const SEED = 20260101;
const LONG = 40; // drawn texts of 100 to 350 words

const written = [
  "", " ", "a", "Hello", "hello world", "Hello, World!", "The quick brown fox jumps over the lazy dog.",
  "I don't think it's what they'd've wanted.", "unaffable", "embeddings", "HELLO WORLD", "hElLo WoRlD",
  "   leading and trailing   ", "many          blanks          inside", "tab\tseparated\tvalues", "line one\nline two\r\nline three\rline four",
  "\n\n\n", "\t \n \r ", "no-break\u00a0space and\u2003em space and\u3000ideographic space", "zero\u200bwidth\u200cspace\u200dand\ufeffmark",
  "soft\u00adhyphen and word\u2060joiner", "bidi \u202aembed\u202c \u200eleft \u200fright", "line\u2028separator paragraph\u2029separator",
  "control\u0001\u0002\u0003 characters\u0007 in\u001b[31m here\u007f", "vertical\u000btab and form\u000cfeed", "next\u0085line and \u009f last", "\u0001", "replacement \ufffd character", "\ufffd",
  "private \ue000 use \uf8ff area", "unassigned \u0378 code point", "noncharacter \ufdd0 inside",
  "caf\u00e9 na\u00efve r\u00e9sum\u00e9", "cafe\u0301 nai\u0308ve re\u0301sume\u0301", "\u00c5ngstr\u00f6m \u212bngstr\u00f6m A\u030angstro\u0308m",
  "Vi\u1ec7t Nam", "Vie\u0323\u0302t Nam", "z\u0351\u036b\u0343a\u0321\u034el\u0347g\u0352o\u0347", "\u0301", "a\u0301\u0301\u0301", "\u0130stanbul I\u0131i\u0307",
  "STRASSE Stra\u00dfe \u1e9e", "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03c3\u03c2", "\u01c4 \u01c5 \u01c6 \ufb01 \ufb00", "\u216b \u00bd \u00b2 \u2075 \u2460",
  "\uff21\uff22\uff23 \uff11\uff12\uff13 \uff01\uff1f", "\uff48\uff45\uff4c\uff4c\uff4f\u3000\uff37\uff4f\uff52\uff4c\uff44", "\uff8a\uff9d\uff76\uff78 \u30cf\u30f3\u30ab\u30af", "\uff0c\uff0e\uff1b\uff08\uff09",
  "\u4f60\u597d", "\u6211\u7231\u5317\u4eac\u5929\u5b89\u95e8\u3002", "\u6211\u7528iPhone15\u5728Beijing\u62cd\u4e8620\u5f20photo\uff01", "\u9f8d\u9f9c\u9b31 \u7e41\u9ad4\u5b57", "\u{20000}\u{2a6d6} \u3400\u4dbf \uf900\uf92d", "\u3007\u3005\u3006", "\u3053\u3093\u306b\u3061\u306f\u4e16\u754c", "\u304c \u304b\u3099 \u30d1 \u30cf\u309a",
  "\uc548\ub155\ud558\uc138\uc694 \uc138\uacc4", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440!", "\u0451\u0436 \u0435\u0308\u0436 \u0439\u043e\u0434 \u0438\u0306\u043e\u0434", "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645\u060c \u0643\u064a\u0641\u061f",
  "\u0627\u0644\u0633\u0651\u064e\u0644\u0627\u0645\u064f \u0639\u0644\u064a\u0643\u0645", "\u0661\u0662\u0663 \u06f1\u06f2\u06f3 \u0967\u0968\u0969", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01", "\u0e19\u0e49\u0e33 \u0e01\u0e33\u0e25\u0e31\u0e07", "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e", "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
  "\u{1f600}", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466} family", "thumbs\u{1f44d}\u{1f3fd}up", "\u{1f3f3}\ufe0f\u200d\u{1f308} flag \u{1f1e9}\u{1f1ea}", "\u2764\ufe0f \u2764 1\ufe0f\u20e3", "\u{1d54f}\u{1d4d0} \u{1d7d8}",
  "https://example.org/a/b?c=d&e=%20f#g", "write to jane.doe+test@example.com, now", "C:\\Windows\\System32\\drivers\\etc\\hosts", "/usr/local/bin:/usr/bin",
  "public static void main(String[] args) { System.out.println(\"hi\"); }", "if (a<b && c>=d || !e) { x[i] += 1; }", "{\"key\": [1, 2.5, null, true], \"other\": \"v\\n\"}", "<html><body class=\"x\">&nbsp;&lt;</body></html>",
  "3.14159 2,718,281 1e-9 0xFF 007 +49-30-123456", "12345678901234567890", "1 2 3 4 5 6 7 8 9 0", "50% off, $9.99 or \u20ac8,50!", "2026-01-31T23:59:59Z",
  "!!!", "?!...,,,;;;:::", ".", "\u2026 \u2014 \u2013 \u201c \u201d \u2018 \u2019", "@#$%^&*()_+-=[]{}|;':\",./<>?`~", "\u00a1\u00bf\u00a7\u00b6", "\u20ac \u00a3 \u00a5 \u20bf \u00a9 \u2122 \u00b0", "\u2190\u2192\u21d2 \u2200\u2203\u2208 \u2211\u222b\u221a",
  "snake_case_and-kebab-case", "e.g. i.e. U.S.A.", "O'Neill's", "C++ C# F# .NET", "#hashtag @mention", "a.b.c.d", "--", "_", "'",
  "[MASK]", "The capital of France is [MASK].", "[CLS] already here [SEP]", "[CLS][SEP][PAD][UNK][MASK]", "x[MASK]y", "[mask] [Mask] [ MASK ]", "[unused1] [unused99]", "##ing ##s", "[PAD] [PAD]", "[MASK", "MASK]", " [MASK]  [MASK] ",
  "x".repeat(99), "x".repeat(100), "x".repeat(101), "x".repeat(3000), "ab".repeat(60) + " short " + "cd".repeat(40), "\u00e9".repeat(100), "e\u0301".repeat(60), "\u{1f600}".repeat(100), "\u{1f600}".repeat(101), "\u4e2d".repeat(600), "!".repeat(300), "a ".repeat(255), "a ".repeat(510), "[MASK]".repeat(20), "Donaudampfschifffahrtselektrizit\u00e4tenhauptbetriebswerkbauunterbeamtengesellschaft",
];

function random(seed) { // mulberry32
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const next = random(SEED);
const below = (bound) => Math.floor(next() * bound);
const oneOf = (list) => list[below(list.length)];
const mixes = [
  [english], [english, english, english, symbols], [chinese], [chinese, english], [english, latin], [scripts],
  [code, english, symbols], [english, emoji], [english, chinese, latin, scripts, symbols, emoji, code, special],
];
const gaps = [" ", " ", " ", " ", " ", " ", "", "  ", "\n", "\t", ", ", "-"];
const recomposed = [(text) => text, (text) => text, (text) => text.normalize("NFD"), (text) => text.normalize("NFC"), (text) => text.toUpperCase()];

function drawn(count) {
  const mix = oneOf(mixes);
  const text = Array.from({ length: count }, () => oneOf(oneOf(mix)) + oneOf(gaps)).join("");
  return oneOf(recomposed)(text);
}

const texts = [...written];
for (let i = 0; i < LONG; i++) texts.push(drawn(100 + below(251)));
while (texts.length < COUNT) texts.push(drawn(2 + below(60)));

if (texts.length !== COUNT || new Set(texts).size !== COUNT) throw new Error(`${texts.length} texts, ${new Set(texts).size} distinct; wanted ${COUNT}`);
for (const text of texts) if (!text.isWellFormed() || text.includes("\0")) throw new Error(`lone surrogate or NUL in ${JSON.stringify(text)}`);

const ascii = (text) => JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));
writeFileSync(process.argv[2], `[\n${texts.map(ascii).join(",\n")}\n]\n`);
