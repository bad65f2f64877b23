package dev.graft.backbone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Whole tokenizers of a hundred or so tokens, in the three forms that encoders come with. */
public final class TinyTokenizers {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TinyTokenizers() {}

    /** Of the form that a family's published models have. */
    public static byte[] of(EncoderConfig.Family family) {
        return switch (family) {
            case BERT, DISTILBERT -> wordPiece();
            case ROBERTA -> byteLevel();
            case XLM_ROBERTA -> unigram();
        };
    }

    /** [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, then letters, digits and some signs, at a word's beginning and inside. */
    public static byte[] wordPiece() {
        Map<String, Integer> vocabulary = numbered(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        for (char c : "abcdefghijklmnopqrstuvwxyz0123456789".toCharArray()) {
            vocabulary.put(String.valueOf(c), vocabulary.size());
            vocabulary.put("##" + c, vocabulary.size());
        }
        for (char c : ".,?!'-".toCharArray()) {
            vocabulary.put(String.valueOf(c), vocabulary.size());
        }
        return json(map(
                "added_tokens", added("[PAD]", 0, "[UNK]", 1, "[CLS]", 2, "[SEP]", 3, "[MASK]", 4),
                "normalizer",
                        map(
                                "type",
                                "BertNormalizer",
                                "clean_text",
                                true,
                                "handle_chinese_chars",
                                true,
                                "lowercase",
                                true),
                "pre_tokenizer", map("type", "BertPreTokenizer"),
                "post_processor", template("[CLS]", 2, "[SEP]", 3, false),
                "model",
                        map(
                                "type",
                                "WordPiece",
                                "unk_token",
                                "[UNK]",
                                "continuing_subword_prefix",
                                "##",
                                "max_input_chars_per_word",
                                100,
                                "vocab",
                                vocabulary)));
    }

    /** {@code <s>} 0, {@code <pad>} 1, {@code </s>} 2, {@code <unk>} 3, then the 256 bytes. */
    public static byte[] byteLevel() {
        Map<String, Integer> vocabulary = numbered(List.of("<s>", "<pad>", "</s>", "<unk>"));
        int shifted = 256; // GPT-2's way to write each byte as a visible character
        for (int b = 0; b < 256; b++) {
            boolean visible = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            vocabulary.put(String.valueOf((char) (visible ? b : shifted++)), vocabulary.size());
        }
        return json(map(
                "added_tokens", added("<s>", 0, "<pad>", 1, "</s>", 2, "<unk>", 3),
                "pre_tokenizer", map("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true),
                "post_processor",
                        map(
                                "type",
                                "RobertaProcessing",
                                "sep",
                                List.of("</s>", 2),
                                "cls",
                                List.of("<s>", 0),
                                "trim_offsets",
                                true,
                                "add_prefix_space",
                                false),
                "model", map("type", "BPE", "vocab", vocabulary, "merges", List.of())));
    }

    /** {@code <s>} 0, {@code <pad>} 1, {@code </s>} 2, {@code <unk>} 3, then a blank and letters. */
    public static byte[] unigram() {
        List<List<Object>> vocabulary = new ArrayList<>();
        for (String special : List.of("<s>", "<pad>", "</s>", "<unk>")) {
            vocabulary.add(List.of(special, 0.0));
        }
        vocabulary.add(List.of("\u2581", -1.0));
        for (char c : "abcdefghijklmnopqrstuvwxyz".toCharArray()) {
            vocabulary.add(List.of(String.valueOf(c), -2.0));
        }
        return json(map(
                "added_tokens", added("<s>", 0, "<pad>", 1, "</s>", 2, "<unk>", 3),
                "pre_tokenizer", map("type", "Metaspace", "replacement", "\u2581", "prepend_scheme", "always"),
                "post_processor", template("<s>", 0, "</s>", 2, true),
                "model", map("type", "Unigram", "unk_id", 3, "vocab", vocabulary)));
    }

    private static Map<String, Object> template(String begin, int beginId, String end, int endId, boolean twice) {
        List<Object> single = List.of(special(begin), sequence("A", 0), special(end));
        List<Object> pair = new ArrayList<>(single);
        if (twice) {
            pair.add(special(end));
        }
        pair.add(sequence("B", 1));
        pair.add(special(end));
        return map(
                "type",
                "TemplateProcessing",
                "single",
                single,
                "pair",
                pair,
                "special_tokens",
                map(
                        begin, map("id", begin, "ids", List.of(beginId), "tokens", List.of(begin)),
                        end, map("id", end, "ids", List.of(endId), "tokens", List.of(end))));
    }

    private static Object special(String token) {
        return map("SpecialToken", map("id", token, "type_id", 0));
    }

    private static Object sequence(String name, int type) {
        return map("Sequence", map("id", name, "type_id", type));
    }

    private static List<Object> added(Object... tokensAndIds) {
        List<Object> added = new ArrayList<>();
        for (int i = 0; i < tokensAndIds.length; i += 2) {
            added.add(map(
                    "id",
                    tokensAndIds[i + 1],
                    "content",
                    tokensAndIds[i],
                    "single_word",
                    false,
                    "lstrip",
                    false,
                    "rstrip",
                    false,
                    "normalized",
                    false,
                    "special",
                    true));
        }
        return added;
    }

    private static Map<String, Integer> numbered(List<String> tokens) {
        Map<String, Integer> numbered = new LinkedHashMap<>();
        tokens.forEach(token -> numbered.put(token, numbered.size()));
        return numbered;
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static byte[] json(Map<String, Object> parts) {
        Map<String, Object> whole = map(
                "version",
                "1.0",
                "truncation",
                null,
                "padding",
                null,
                "added_tokens",
                List.of(),
                "normalizer",
                null,
                "pre_tokenizer",
                null,
                "post_processor",
                null,
                "decoder",
                null);
        whole.putAll(parts);
        return JSON.writeValueAsString(whole).getBytes(StandardCharsets.UTF_8);
    }
}
