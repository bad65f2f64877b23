"""token_ids.py texts.json tokenizer.json token-ids.json: ids of every text, special tokens included, not truncated."""
import json
import sys

from tokenizers import Tokenizer

texts_file, tokenizer_file, ids_file = sys.argv[1:]
tokenizer = Tokenizer.from_file(tokenizer_file)
tokenizer.no_truncation()  # MiniLM's file cuts at 128 and pads to 128
tokenizer.no_padding()
with open(texts_file, encoding="utf-8") as file:
    texts = json.load(file)
rows = [json.dumps(tokenizer.encode(text).ids, separators=(",", ":")) for text in texts]
with open(ids_file, "w", encoding="ascii", newline="\n") as file:
    file.write("[\n" + ",\n".join(rows) + "\n]\n")
