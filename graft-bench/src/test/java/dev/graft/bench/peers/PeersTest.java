package dev.graft.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.BadInput;
import dev.graft.bench.peers.Harness.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** DJL's side runs in processes of its own, as its LibTorch must never share one with Graft's. */
class PeersTest {
    private static final List<String> TEXTS = List.of(
            "This is an example sentence",
            "short",
            "",
            "The chain jumps on the two smallest cogs. ".repeat(60), // cut
            "Wo bleibt mein Fahrrad? \u81ea\u884c\u8f66 \ud83d\udeb2");
    private static final Form FORM = new Form(1, 1, false);

    @TempDir
    private Path folder;

    @Test
    void onnxRuntimeAndDjlGiveTheSameVectors() throws Exception {
        Path file = Files.write(folder.resolve("texts"), TEXTS);
        float[][] djl = vectors(Harness.run(
                EncodeTexts.djl(CarriedEncoder.MINILM, file, 3, 256, new Form(2, 1, false), 1, TEXTS.size())));
        float[][] onnx = onnx(CarriedEncoder.MINILM, FORM, 256);

        assertThat(djl).hasNumberOfRows(TEXTS.size());
        for (int text = 0; text < TEXTS.size(); text++) {
            assertThat(djl[text]).as(TEXTS.get(text)).containsExactly(onnx[text], within(1e-4f));
        }
        assertThat(onnx[0]).startsWith(new float[] {0.0677f, 0.0635f, 0.0487f, 0.0793f}, within(1e-4f));
    }

    @Test
    void onnxRuntimeTakesOneOfItsForms() throws Exception {
        Path file = Files.write(folder.resolve("texts"), TEXTS);

        JsonNode figures = Harness.run(EncodeTexts.onnxRuntime(CarriedEncoder.MINILM_INT8, file, 3, 32, 2, 0));

        assertThat(Form.of(Runtime.getRuntime().availableProcessors()))
                .contains(Form.parse(figures.get("form").asString()));
        assertThat(figures.get("textsPerSecond").asDouble())
                .isCloseTo(TEXTS.size() / figures.get("bestSeconds").asDouble(), within(1e-6));
    }

    @Test
    void djlLearnsWhatItIsTimedOn() throws Exception {
        JsonNode figures = Harness.run(DjlFineTune.child(CarriedEncoder.MINILM, 4, 4, 8, 1, 12, 0.1));

        assertThat(figures.get("lastLoss").asDouble())
                .isLessThan(0.7 * figures.get("firstLoss").asDouble());
        assertThat(figures.get("medianMilliseconds").asDouble())
                .isGreaterThanOrEqualTo(figures.get("bestMilliseconds").asDouble())
                .isPositive();
    }

    @Test
    void cutsWhereItIsToldAndNotWhereTheTokenizerFileSays() throws IOException {
        String twoHundredWords = "word ".repeat(200);
        try (TokenBatches tokens = new TokenBatches(CarriedEncoder.MINILM)) {
            for (int longest : new int[] {3, 64, 128, 200, 202, 300}) {
                assertThat(tokens.of(List.of("a", twoHundredWords), 2, longest)
                                .get(0)
                                .lengths())
                        .containsExactly(Math.min(longest, 202), 3);
            }
        }
    }

    @Test
    void batchesAndCallersChangeNothing() throws IOException {
        float[][] together = onnx(CarriedEncoder.BGE_SMALL_ZH, FORM, 64);
        try (SentenceEncoder encoder = OnnxRuntimeEncoder.open(CarriedEncoder.BGE_SMALL_ZH, new Form(2, 1, false))) {
            float[][] alone = encoder.encode(TEXTS, 1, 64);
            for (int text = 0; text < TEXTS.size(); text++) {
                assertThat(alone[text]).containsExactly(together[text], within(1e-5f));
                assertThat(product(alone[text], alone[text])).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void theInt8EncoderIsNearTheFloatOne() throws IOException {
        float[][] exact = onnx(CarriedEncoder.MINILM, FORM, 64);
        float[][] rounded = onnx(CarriedEncoder.MINILM_INT8, FORM, 64);

        for (int text = 0; text < TEXTS.size(); text++) {
            assertThat(product(exact[text], rounded[text])).isBetween(0.95, 0.99999);
        }
        assertThatThrownBy(() -> OnnxWeights.of(CarriedEncoder.MINILM_INT8))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("int8");
    }

    @Test
    void goesFromATableToAnAccuracy() throws Exception {
        StringBuilder rows = new StringBuilder("id,text,label\n");
        for (int i = 0; i < 12; i++) {
            rows.append(i).append(",\"my bicycle, the ").append(i).append("th, has a flat tyre\",repair\n");
            rows.append(i).append(",invoice ").append(i).append(" was charged twice,payment\n");
        }
        String file = Files.writeString(folder.resolve("rows.csv"), rows).toString();

        JsonNode figures = Harness.run(Child.of(OnnxRuntimeTribuoProbe.class, file, file, "text", "label"));

        assertThat(figures.get("trainRows").asInt()).isEqualTo(24);
        assertThat(figures.get("accuracy").asDouble()).isEqualTo(1);
        assertThatThrownBy(() -> Harness.run(Child.of(OnnxRuntimeTribuoProbe.class, file, file, "txt", "label")))
                .hasMessageContaining("'txt'");
    }

    private static float[][] onnx(CarriedEncoder which, Form form, int longest) throws IOException {
        try (SentenceEncoder encoder = OnnxRuntimeEncoder.open(which, form)) {
            return encoder.encode(TEXTS, 3, longest);
        }
    }

    private static float[][] vectors(JsonNode figures) {
        JsonNode rows = figures.get("vectors");
        float[][] vectors = new float[rows.size()][rows.get(0).size()];
        for (int row = 0; row < vectors.length; row++) {
            for (int i = 0; i < vectors[row].length; i++) {
                vectors[row][i] = rows.get(row).get(i).floatValue();
            }
        }
        return vectors;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
