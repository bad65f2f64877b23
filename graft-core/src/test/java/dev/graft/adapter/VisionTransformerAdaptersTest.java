package dev.graft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadArgument;
import dev.graft.data.InputChoice;
import dev.graft.engine.Engine;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.nn.LayerNorm;
import dev.graft.nn.Linear;
import dev.graft.nn.Wraps;
import dev.graft.transfer.Transfer;
import dev.graft.vision.RandomWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands among a picture's tokens, or before their keys and values. */
class VisionTransformerAdaptersTest {
    private static final int TOKENS = 5; // the class and four patches
    private static final int WIDTH = 192;
    private static final int HEADS = 3;

    @TempDir
    static Path home;

    private static Backbone body;

    @BeforeAll
    static void makesABody() throws IOException {
        Engine.threads(2);
        body = network("vit_ti_16");
    }

    private static Backbone network(String name) throws IOException {
        return Transfer.from(name)
                .weights(RandomWeights.of(name, home))
                .input(InputChoice.DEFAULTS.size(32))
                .open();
    }

    @AfterAll
    static void frees() {
        body.close();
    }

    private static Flow pictures() {
        Engine.seed(3);
        return Flow.of(Flow.PIXELS, Tensor.normal(2, 3, 32, 32));
    }

    private static Tensor map(Flow flow) {
        return flow.get(Flow.MAP);
    }

    @Test
    void aPromptStandsBehindThePatchesAndIsNotAmongTheFeatures() {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open();
                Adapter prompt = new PromptShape(2).on(body)) {
            int last = body.stages().count();
            Flow in = pictures();
            Tensor stem = map(body.run(in, 0, 1));
            Flow prompted = prompt.around(flow -> body.run(flow, 0, 1), in);
            assertThat(map(prompted).shape().sizes()).containsExactly(2, TOKENS + 2, WIDTH);
            assertThat(map(prompted).narrow(1, 0, TOKENS).toFloats()).isEqualTo(stem.toFloats());
            assertThat(map(prompted).narrow(0, 1, 1).narrow(1, TOKENS, 2).toFloats())
                    .isEqualTo(prompt.parameters().get("prompt_embeddings").toFloats());

            Flow whole = prompt.around(flow -> body.run(flow, 0, last), in);
            Flow afterwards = body.run(prompted, 1, last); // all rows are tokens here
            assertThat(map(whole).shape().sizes()).containsExactly(2, TOKENS, WIDTH);
            assertThat(map(whole).toFloats())
                    .containsExactly(map(afterwards).narrow(1, 0, TOKENS).toFloats(), within(1e-5f));
            assertThat(whole.get(Flow.POOLED).toFloats())
                    .isNotEqualTo(body.run(in, 0, last).get(Flow.POOLED).toFloats());
        }
    }

    /** Each query asks the keys of two rows more, and of the tokens, head by head. */
    @Test
    void aPrefixIsAskedByEveryToken() {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open();
                Adapter prefix = new PrefixShape(2).on(body)) {
            Tensor rows = prefix.parameters().get("prompt_embeddings");
            assertThat(rows.shape().sizes()).containsExactly(2, 12 * 2 * WIDTH);
            rows.copyInPlace(Tensor.normal(2, 12 * 2L * WIDTH));
            Map<String, Layer> second = layers(body.stage(2));
            Flow in = body.run(pictures(), 0, 2);
            LayerNorm norm = (LayerNorm) second.get("encoder.layers.encoder_layer_1.ln_1.");
            Linear joined = (Linear) second.get("encoder.layers.encoder_layer_1.self_attention.in_proj_");
            float[] asked = joined.forward(norm.forward(map(in))).toFloats();
            float[][] seen = new float[1][];
            Layer out = second.get("encoder.layers.encoder_layer_1.self_attention.out_proj.");

            Wraps.during(
                    Map.of(out, (x, own) -> {
                        seen[0] = x.toFloats();
                        return own.apply(x);
                    }),
                    () -> prefix.around(flow -> body.run(flow, 2, 3), in));

            float[] own = rows.narrow(1, 2L * WIDTH, 2L * WIDTH).toFloats(); // of the second block
            assertThat(seen[0]).containsExactly(attention(asked, own), within(1e-4f));
        }
    }

    private static Map<String, Layer> layers(Layer stage) {
        Map<String, Layer> layers = new HashMap<>();
        stage.visitLayers("", layers::put);
        return layers;
    }

    /** @param asked (2, T, 3 D): queries, keys, values @param rows (2, 2 D): keys, values */
    private static float[] attention(float[] asked, float[] rows) {
        float[] seen = new float[2 * TOKENS * WIDTH];
        int each = WIDTH / HEADS;
        for (int at = 0; at < seen.length; at += each) { // of one token's one head
            int column = at % WIDTH;
            double[] weights = weights(asked, rows, at / WIDTH, column, each);
            for (int d = 0; d < each; d++) {
                double value = 0;
                for (int s = 0; s < weights.length; s++) {
                    value += weights[s] * key(asked, rows, at / WIDTH, s, WIDTH + column + d);
                }
                seen[at + d] = (float) value;
            }
        }
        return seen;
    }

    /** Of the rows and of the tokens of its example, for a query. @param token of all examples' */
    private static double[] weights(float[] asked, float[] rows, int token, int column, int each) {
        double[] weights = new double[2 + TOKENS];
        for (int s = 0; s < weights.length; s++) {
            double score = 0;
            for (int d = column; d < column + each; d++) {
                score += asked[token * 3 * WIDTH + d] * key(asked, rows, token, s, d);
            }
            weights[s] = Math.exp(score / Math.sqrt(each));
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    /** A key, or from column D on a value: of a row, or of a token of the same example. */
    private static float key(float[] asked, float[] rows, int token, int place, int column) {
        int first = token / TOKENS * TOKENS;
        return place < 2 ? rows[place * 2 * WIDTH + column] : asked[(first + place - 2) * 3 * WIDTH + WIDTH + column];
    }

    @Test
    void networksOfConvolutionsHaveNeither() throws IOException {
        try (Backbone convolutions = network("resnet20")) {
            assertThatThrownBy(() -> PromptShape.DEFAULTS.on(convolutions))
                    .isInstanceOf(BadArgument.class)
                    .hasMessage("prompt needs a transformer, which resnet20 is not; choose --strategy lora");
            assertThatThrownBy(() -> PrefixShape.DEFAULTS.on(convolutions))
                    .isInstanceOf(BadArgument.class)
                    .hasMessage("prefix needs a transformer, which resnet20 is not; choose --strategy lora");
        }
    }
}
