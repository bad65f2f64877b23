package dev.graft.bench;

import java.io.InputStream;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The committed texts and token ids; scripts/golden-token-ids says how they were made. */
final class Golden {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Golden() {}

    static List<String> texts() {
        return List.of(read("texts.json", String[].class));
    }

    /** Of the reference, the Rust tokenizers: special tokens included, uncut. */
    static int[][] reference(String artifact) {
        return read("token-ids-" + artifact + ".json", int[][].class);
    }

    /** Of an independent implementation, npm's @huggingface/tokenizers. */
    static int[][] npm(String artifact) {
        return read("npm-token-ids-" + artifact + ".json", int[][].class);
    }

    private static <T> T read(String name, Class<T> type) {
        InputStream in = Golden.class.getResourceAsStream("/golden/" + name);
        return JSON.readValue(in, type);
    }
}
