package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.data.TextInput;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.nn.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformerEncoderTest {
    private static final List<String> TEXTS = List.of(
            "the wheel is bent",
            "",
            "where is my parcel, it should have come on monday and now it is friday",
            "a",
            "refund please");

    @TempDir
    Path temp;

    @Test
    void bertHasTheNamesThatHuggingFaceGives() throws IOException {
        assertThat(names(EncoderConfig.Family.BERT))
                .isEqualTo(expected(
                        List.of("word_embeddings.weight", "position_embeddings.weight", "token_type_embeddings.weight"),
                        "encoder.layer.",
                        List.of(
                                "attention.self.query",
                                "attention.self.key",
                                "attention.self.value",
                                "attention.output.dense",
                                "attention.output.LayerNorm",
                                "intermediate.dense",
                                "output.dense",
                                "output.LayerNorm")));
    }

    @ParameterizedTest
    @EnumSource(names = {"ROBERTA", "XLM_ROBERTA"})
    void robertaHasTheNamesOfBert(EncoderConfig.Family family) throws IOException {
        assertThat(names(family)).isEqualTo(names(EncoderConfig.Family.BERT));
    }

    @Test
    void distilBertHasTheNamesThatHuggingFaceGives() throws IOException {
        assertThat(names(EncoderConfig.Family.DISTILBERT))
                .isEqualTo(expected(
                        List.of("word_embeddings.weight", "position_embeddings.weight"),
                        "transformer.layer.",
                        List.of(
                                "attention.q_lin",
                                "attention.k_lin",
                                "attention.v_lin",
                                "attention.out_lin",
                                "sa_layer_norm",
                                "ffn.lin1",
                                "ffn.lin2",
                                "output_layer_norm")));
    }

    private static List<String> names(EncoderConfig.Family family) throws IOException {
        try (TransformerEncoder encoder = make(family, Pooling.MEAN)) {
            return List.copyOf(encoder.state().keySet());
        }
    }

    private static List<String> expected(List<String> embeddings, String prefix, List<String> layer) {
        List<String> names = new ArrayList<>();
        embeddings.forEach(name -> names.add("embeddings." + name));
        names.addAll(List.of("embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias"));
        for (int l = 0; l < 2; l++) {
            for (String name : layer) {
                names.add(prefix + l + "." + name + ".weight");
                names.add(prefix + l + "." + name + ".bias");
            }
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource
    void countsItsParametersAndPutsEachIntoOneStage(EncoderConfig.Family family) throws IOException {
        try (TransformerEncoder encoder = make(family, Pooling.MEAN)) {
            long[] counts = new long[2];
            encoder.state().values().forEach(tensor -> counts[0] += tensor.count());
            IntStream.range(0, encoder.stages().count())
                    .mapToObj(encoder::stage)
                    .forEach(stage -> stage.visit("", (name, tensor) -> counts[1] += tensor.count()));
            assertThat(counts[0])
                    .isEqualTo(TinyEncoder.config(family).parameters())
                    .isEqualTo(counts[1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatASecondForwardPassInPlainLoopsGives(EncoderConfig.Family family) throws IOException {
        EncoderConfig config = TinyEncoder.config(family);
        try (TransformerEncoder encoder = make(family, Pooling.MEAN)) {
            Map<String, float[]> weights = new LinkedHashMap<>();
            encoder.state().forEach((name, tensor) -> weights.put(name, tensor.toFloats()));
            PlainEncoder plain = new PlainEncoder(config, weights);
            List<Text> texts = new ArrayList<>(TEXTS.stream().map(Text::of).toList());
            texts.add(Text.pair("is it in stock", "yes it is"));
            for (Text text : texts) {
                try (Scope scope = Scope.open();
                        NoGrad off = NoGrad.open()) {
                    Flow in = encoder.input().collate(List.of(encoder.input().prepare(text)));
                    double[][] wanted = plain.hidden(ints(in, Flow.IDS), ints(in, Flow.TYPES));
                    float[] given = encoder.run(in, 0, 3).get(Flow.HIDDEN).toFloats();
                    assertNear(given, flat(wanted), 1e-4);
                }
            }
        }
    }

    private static int[] ints(Flow flow, String part) {
        return Arrays.stream(flow.get(part).toLongs()).mapToInt(i -> (int) i).toArray();
    }

    private static float[] flat(double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    @ParameterizedTest
    @EnumSource
    void paddingDoesNotChangeAFeature(EncoderConfig.Family family) throws IOException {
        for (Pooling pooling : Pooling.values()) {
            try (TransformerEncoder encoder = make(family, pooling)) {
                float[][] together = rows(encoder, prepared(encoder, TEXTS), new int[] {0, 1, 2, 3, 4});
                for (int i = 0; i < TEXTS.size(); i++) {
                    float[] alone = rows(encoder, prepared(encoder, TEXTS), new int[] {i})[0];
                    assertNear(together[i], alone, 1e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void paddingDoesNotChangeAGradient(EncoderConfig.Family family) throws IOException {
        try (TransformerEncoder encoder = make(family, Pooling.MEAN);
                Scope scope = Scope.open()) {
            PreparedSet texts = prepared(encoder, TEXTS);
            Tensor wanted = Tensor.normal(TEXTS.size(), encoder.width());
            List<Tensor> weights = List.copyOf(encoder.stage(1).named().values());
            weights.forEach(tensor -> tensor.requiresGrad(true));
            List<Optional<Tensor>> together = gradients(encoder, texts, new int[] {0, 1, 2, 3, 4}, wanted, weights);
            for (int i = 0; i < TEXTS.size(); i++) {
                List<Optional<Tensor>> alone =
                        gradients(encoder, texts, new int[] {i}, wanted.narrow(0, i, 1), weights);
                for (int w = 0; w < weights.size(); w++) {
                    together.get(w).get().addInPlace(alone.get(w).get(), -1);
                }
            }
            weights.forEach(tensor -> tensor.requiresGrad(false));
            assertThat(together).allSatisfy(left -> {
                float[] rest = left.get().toFloats();
                assertNear(rest, new float[rest.length], 1e-4);
            });
        }
    }

    private static List<Optional<Tensor>> gradients(
            Backbone encoder, PreparedSet texts, int[] batch, Tensor wanted, List<Tensor> weights) {
        return encoder.run(texts.batch(batch).inputs(), 0, 3)
                .get(Flow.POOLED)
                .mul(wanted)
                .sum()
                .gradients(weights);
    }

    @ParameterizedTest
    @EnumSource
    void packedLayersGiveWhatPlainOnesGive(EncoderConfig.Family family) throws IOException {
        try (TransformerEncoder encoder = make(family, Pooling.CLS)) {
            PreparedSet texts = prepared(encoder, TEXTS);
            int[] all = {0, 1, 2, 3, 4};
            float[][] packed = rows(encoder, texts, all);
            encoder.state().values().forEach(tensor -> tensor.requiresGrad(true)); // no packed form then
            float[][] plain = rows(encoder, texts, all);
            encoder.state().values().forEach(tensor -> tensor.requiresGrad(false));
            for (int i = 0; i < plain.length; i++) {
                assertNear(packed[i], plain[i], 1e-5);
            }
        }
    }

    @Test
    void aStageGoesOnWhereTheOneBeforeEnded() throws IOException {
        try (TransformerEncoder encoder = make(EncoderConfig.Family.BERT, Pooling.MEAN);
                Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Flow in = prepared(encoder, TEXTS).batch(new int[] {0, 2, 4}).inputs();
            Flow flow = in;
            for (int stage = 0; stage < 3; stage++) {
                flow = encoder.run(flow, stage, stage + 1);
            }
            assertThat(flow.get(Flow.POOLED).toFloats())
                    .isEqualTo(encoder.run(in, 0, 3).get(Flow.POOLED).toFloats());
        }
    }

    @Test
    void theFeaturesOfALongTextAreTheMeanOverItsWindows() throws IOException {
        List<String> parts = List.of("abcde fghij", "klmno pqrst", "uvwxy abcde", "zzz"); // each letter is a token
        String text = String.join(" ", parts);
        try (TransformerEncoder encoder = make(EncoderConfig.Family.BERT, Pooling.MEAN)) {
            TextInput windows = encoder.input().longest(12).windows(true);
            Backbone several = encoder.input(windows);
            PreparedSet both = PreparedSet.of(windows, List.of(Text.of("one two"), Text.of(text)));
            assertThat(both.input(1).rows()).isEqualTo(4);
            float[] together = rows(several, both, new int[] {0, 1})[1];

            double[] sum = new double[encoder.width()];
            for (String window : parts) {
                float[] row = rows(encoder, prepared(encoder, List.of(window)), new int[] {0})[0];
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += row[j];
                }
            }
            double length = Math.sqrt(Arrays.stream(sum).map(s -> s * s).sum());
            for (int j = 0; j < sum.length; j++) {
                assertThat((double) together[j]).isCloseTo(sum[j] / length, within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesBackFromAFolderAsItWas(EncoderConfig.Family family) throws IOException {
        for (Pooling pooling : Pooling.values()) {
            try (TransformerEncoder encoder = make(family, pooling);
                    Backbone opened =
                            BackboneFolder.open(TinyEncoder.save(encoder, temp.resolve(family + "-" + pooling)))) {
                assertThat(opened.state().keySet()).isEqualTo(encoder.state().keySet());
                opened.state()
                        .forEach((name, tensor) -> assertThat(
                                        tensor.sameAs(encoder.state().get(name)))
                                .as(name)
                                .isTrue());
                assertThat(opened.files().keySet()).isEqualTo(encoder.files().keySet());
                opened.files()
                        .forEach((name, bytes) -> assertThat(bytes)
                                .as(name)
                                .isEqualTo(encoder.files().get(name)));
                assertThat(features(opened)).isDeepEqualTo(features(encoder));
            }
        }
    }

    @Test
    void beginsAnewTheSameWayFromTheSameSeed() throws IOException {
        try (TransformerEncoder encoder = make(EncoderConfig.Family.BERT, Pooling.MEAN)) {
            float[][] before = features(encoder);
            encoder.forget(5);
            float[][] five = features(encoder);
            encoder.forget(6);
            float[][] six = features(encoder);
            encoder.forget(5);
            assertThat(features(encoder)).isDeepEqualTo(five);
            assertThat(five).isNotEqualTo(before).isNotEqualTo(six);
            assertThat(encoder.fingerprint()).contains("5");
        }
    }

    @Test
    void dropsOnlyWhileItTrains() throws IOException {
        try (TransformerEncoder encoder = make(EncoderConfig.Family.BERT, Pooling.MEAN)) {
            float[][] calm = features(encoder);
            train(encoder, true);
            float[][] training = rows(encoder, prepared(encoder, TEXTS), new int[] {0, 1, 2, 3, 4});
            train(encoder, false);
            assertThat(Arrays.deepEquals(training, calm)).isFalse();
            assertThat(features(encoder)).isDeepEqualTo(calm);
        }
    }

    private static void train(Backbone encoder, boolean on) {
        for (int i = 0; i < encoder.stages().count(); i++) {
            Layer stage = encoder.stage(i);
            stage.train(on);
        }
    }

    private static TransformerEncoder make(EncoderConfig.Family family, Pooling pooling) throws IOException {
        return TinyEncoder.make(TinyEncoder.config(family), new SentenceRecipe(pooling, pooling != Pooling.MAX, 30), 7);
    }

    private static float[][] features(Backbone encoder) throws IOException {
        return Features.of(encoder, prepared(encoder, TEXTS), 3, Precision.FP32, Features.Keep.NOTHING, done -> {})
                .rows();
    }

    private static PreparedSet prepared(Backbone encoder, List<String> texts) {
        return PreparedSet.of(encoder.input(), texts.stream().map(Text::of).toList());
    }

    private static float[][] rows(Backbone encoder, PreparedSet texts, int[] batch) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            float[] all = encoder.run(texts.batch(batch).inputs(), 0, 3)
                    .get(Flow.POOLED)
                    .toFloats();
            return IntStream.range(0, batch.length)
                    .mapToObj(i -> Arrays.copyOfRange(all, i * 16, (i + 1) * 16))
                    .toArray(float[][]::new);
        }
    }

    private static void assertNear(float[] given, float[] wanted, double tolerance) {
        assertThat(given).hasSameSizeAs(wanted);
        for (int i = 0; i < given.length; i++) {
            assertThat((double) given[i]).as("number %d", i).isCloseTo(wanted[i], within(tolerance));
        }
    }
}
