package dev.graft.bench.peers;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A sentence encoder that a Maven artifact carries: an ONNX file and a tokenizer at the root of the class path.
 *
 * <p>Source: artifacts {@code dev.langchain4j:langchain4j-embeddings-*}; pooling as each model's card says.
 */
public enum CarriedEncoder {
    MINILM("all-minilm-l6-v2", 12, Pooling.MEAN),
    MINILM_INT8("all-minilm-l6-v2-q", 12, Pooling.MEAN),
    BGE_SMALL_EN("bge-small-en-v1.5", 12, Pooling.FIRST),
    BGE_SMALL_ZH("bge-small-zh-v1.5", 8, Pooling.FIRST);

    private final String name;
    private final int heads;
    private final Pooling pooling;

    CarriedEncoder(String name, int heads, Pooling pooling) {
        this.name = name;
        this.heads = heads;
        this.pooling = pooling;
    }

    /** The encoder of a name as {@code all-minilm-l6-v2}. */
    public static CarriedEncoder named(String name) {
        return Arrays.stream(values())
                .filter(encoder -> encoder.name.equals(name))
                .findFirst()
                .orElseThrow(() -> Check.unknown(
                        "encoder",
                        name,
                        Arrays.stream(values()).map(CarriedEncoder::modelName).toList()));
    }

    public String modelName() {
        return name;
    }

    /** Attention heads of a layer; the one size that the file's weights do not show. */
    public int heads() {
        return heads;
    }

    public Pooling pooling() {
        return pooling;
    }

    /** The whole ONNX file. */
    public byte[] onnx() throws IOException {
        return read("/" + name + ".onnx");
    }

    /** The whole {@code tokenizer.json}. */
    public byte[] tokenizer() throws IOException {
        return read("/" + name + "-tokenizer.json");
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = CarriedEncoder.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new BadInput(resource, "is not on the class path; add the langchain4j-embeddings artifact");
            }
            return in.readAllBytes();
        }
    }
}
