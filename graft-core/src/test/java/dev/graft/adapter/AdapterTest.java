package dev.graft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadArgument;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterTest {
    private static final List<Text> TEXTS = List.of(Text.of("my parcel has not come"), Text.pair("refund", "when?"));

    private static Backbone body;
    private static PreparedSet texts;
    private static PreparedSet two; // of whose batch more than a third is padding

    static List<AdapterShape> shapes() {
        return List.of(
                LoraShape.DEFAULTS,
                LoraShape.DEFAULTS.dora(true),
                new LoraShape(3, 6, 0, List.of("intermediate.dense"), false), // before an activation that is packed
                Ia3Shape.DEFAULTS,
                BottleneckShape.DEFAULTS,
                PrefixShape.DEFAULTS,
                PromptShape.DEFAULTS);
    }

    @BeforeAll
    static void makesABody() throws IOException {
        Engine.threads(2);
        body = TinyEncoder.bert(3);
        texts = PreparedSet.of(body.input(), TEXTS);
        two = PreparedSet.of(body.input(), List.of(TEXTS.get(0), Text.of("a")));
    }

    @AfterAll
    static void frees() {
        body.close();
    }

    /** An adapter that has learned something. */
    static Adapter learned(AdapterShape shape, Backbone body, long seed) {
        Engine.seed(seed);
        Adapter adapter = shape.on(body);
        try (Scope scope = Scope.open()) {
            adapter.parameters()
                    .values()
                    .forEach(tensor -> tensor.copyInPlace(
                            tensor.add(Tensor.normal(tensor.shape().sizes()).mul(0.2))));
        }
        return adapter;
    }

    private static float[] features(Adapter adapter) {
        return features(adapter, texts, 0, 1);
    }

    private static float[] features(Adapter adapter, PreparedSet texts, int... batch) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            int last = body.stages().count();
            return adapter.around(
                            flow -> body.run(flow, 0, last), texts.batch(batch).inputs())
                    .get(Flow.POOLED)
                    .toFloats();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void changesNothingBeforeItLearnsAndSomethingAfter(AdapterShape shape) {
        float[] bare = features(Adapter.NONE);
        try (Adapter fresh = shape.on(body);
                Adapter learned = learned(shape, body, 1)) {
            if (!(shape instanceof PrefixShape || shape instanceof PromptShape)) {
                assertThat(features(fresh)).containsExactly(bare, within(1e-5f));
            }
            assertThat(features(learned)).isNotEqualTo(bare);
            assertThat(features(Adapter.NONE)).isEqualTo(bare);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aShorterTextIsAnsweredAsItIsAlone(AdapterShape shape) {
        try (Adapter adapter = learned(shape, body, 1)) {
            float[] alone = features(adapter, two, 1);
            float[] together = features(adapter, two, 0, 1);
            assertThat(Arrays.copyOfRange(together, alone.length, together.length))
                    .containsExactly(alone, within(1e-5f));
        }
    }

    /** What adds rows still sees texts where it stands around another adapter. */
    @ParameterizedTest
    @MethodSource("shapes")
    void aShorterTextIsAnsweredAsItIsAloneByTwoAtOnce(AdapterShape shape) {
        try (Adapter outer = learned(shape, body, 1);
                Adapter inner = learned(new LoraShape(2, 4, 0, List.of("key", "value"), false), body, 2);
                Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            UnaryOperator<Flow> both = flow -> outer.around(
                    in -> inner.around(more -> body.run(more, 0, body.stages().count()), in), flow);
            Tensor alone = both.apply(two.batch(new int[] {1}).inputs()).get(Flow.POOLED);
            Tensor together = both.apply(two.batch(new int[] {0, 1}).inputs()).get(Flow.POOLED);
            assertThat(together.narrow(0, 1, 1).toFloats()).containsExactly(alone.toFloats(), within(1e-5f));
            assertThat(alone.toFloats()).isNotEqualTo(features(inner, two, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void inferenceByPackedLayersAnswersAsTrainingDoes(AdapterShape shape) {
        try (Adapter adapter = learned(shape, body, 1)) {
            float[] packed = features(adapter);
            for (int i = 0; i < body.stages().count(); i++) {
                body.stage(i).visit("", (name, tensor) -> tensor.requiresGrad(true));
            }
            try {
                assertThat(features(adapter)).containsExactly(packed, within(2e-5f));
            } finally {
                for (int i = 0; i < body.stages().count(); i++) {
                    body.stage(i).visit("", (name, tensor) -> tensor.requiresGrad(false));
                }
            }
        }
    }

    @Test
    void eachThreadHasTheAdapterThatItAskedFor() throws Exception {
        try (Adapter a = learned(LoraShape.DEFAULTS, body, 1);
                Adapter b = learned(Ia3Shape.DEFAULTS, body, 2)) {
            List<Adapter> all = List.of(a, b, Adapter.NONE);
            List<float[]> alone = all.stream().map(AdapterTest::features).toList();
            ExecutorService pool = Executors.newFixedThreadPool(3);
            try {
                List<Callable<float[]>> requests = IntStream.range(0, 300)
                        .mapToObj(i -> (Callable<float[]>) () -> features(all.get(i % 3)))
                        .toList();
                List<Future<float[]>> answers = pool.invokeAll(requests);
                for (int i = 0; i < answers.size(); i++) {
                    assertThat(answers.get(i).get()).as("request %d", i).isEqualTo(alone.get(i % 3));
                }
            } finally {
                pool.shutdown();
            }
        }
    }

    @Test
    void namesItsTensorsAsPeftDoes() {
        try (Adapter lora = new LoraShape(2, 2, 0, List.of("layer.1.*.query"), true).on(body);
                Adapter ia3 = Ia3Shape.DEFAULTS.on(body);
                Adapter prefix = new PrefixShape(5).on(body);
                Adapter prompt = new PromptShape(5).on(body)) {
            assertThat(shown(lora))
                    .containsOnly(
                            Map.entry("encoder.layer.1.attention.self.query.lora_A.weight", "(2, 16)"),
                            Map.entry("encoder.layer.1.attention.self.query.lora_B.weight", "(16, 2)"),
                            Map.entry("encoder.layer.1.attention.self.query.lora_magnitude_vector", "(16)"));
            assertThat(lora.firstStage()).isEqualTo(2);
            assertThat(shown(ia3))
                    .hasSize(8)
                    .containsEntry("encoder.layer.0.attention.self.key.ia3_l", "(16, 1)")
                    .containsEntry("encoder.layer.0.attention.output.dense.ia3_l", "(1, 16)")
                    .containsEntry("encoder.layer.0.output.dense.ia3_l", "(1, 32)");
            assertThat(shown(prefix)).containsOnly(Map.entry("prompt_embeddings", "(5, 64)")); // 2 layers, 2, 16
            assertThat(shown(prompt)).containsOnly(Map.entry("prompt_embeddings", "(5, 16)"));
        }
    }

    /** Vectors of the words themselves, so that what they do is known: the text as if they were said before it. */
    @Test
    void aPromptStandsBeforeTheTextAndIsNotAmongItsFeatures() {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open();
                Adapter prompt = new PromptShape(2).on(body)) {
            int last = body.stages().count();
            Flow in = texts.batch(new int[] {0, 1}).inputs();
            Flow stem = body.run(in, 0, 1);
            Flow prompted = prompt.around(flow -> body.run(flow, 0, 1), in);
            long length = stem.get(Flow.HIDDEN).size(1);
            assertThat(prompted.get(Flow.HIDDEN).shape().sizes()).containsExactly(2, length + 2, 16);
            assertThat(prompted.get(Flow.HIDDEN).narrow(1, 2, length).toFloats())
                    .containsExactly(stem.get(Flow.HIDDEN).toFloats(), within(1e-6f));

            Flow whole = prompt.around(flow -> body.run(flow, 0, last), in);
            Flow inParts = body.run(body.run(prompted, 1, 2), 2, last);
            assertThat(whole.get(Flow.HIDDEN).shape().sizes()).containsExactly(2, length, 16);
            assertThat(inParts.get(Flow.POOLED).toFloats())
                    .containsExactly(whole.get(Flow.POOLED).toFloats(), within(1e-6f));
            assertThat(whole.get(Flow.POOLED).toFloats())
                    .isNotEqualTo(body.run(in, 0, last).get(Flow.POOLED).toFloats());
        }
    }

    private static Map<String, String> shown(Adapter adapter) {
        Map<String, String> shapes = new java.util.TreeMap<>();
        adapter.parameters()
                .forEach((name, tensor) -> shapes.put(name, tensor.shape().toString()));
        return shapes;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "query; 2",
                "self.key; 2",
                "layer.0.*; 6",
                "*.dense; 6",
                ".*layer\\.[01]\\.output\\.dense; 2",
                "encoder.layer.0.output.dense; 1",
                "layer.?.attention.*.(query|value); 0",
                ".*(query|value); 4",
            })
    void targetsAreEndsOfNamesGlobsOrExpressions(String target, int layers) {
        LoraShape shape = new LoraShape(1, 1, 0, List.of(target), false);
        if (layers == 0) {
            assertThatThrownBy(() -> shape.on(body)).hasMessageContaining(target);
        } else {
            try (Adapter adapter = shape.on(body)) {
                assertThat(adapter.parameters()).hasSize(2 * layers);
            }
        }
    }

    @Test
    void refusesWhatDoesNotFitTheBody() {
        assertThatThrownBy(() -> new LoraShape(0, 8, 0, List.of(), false))
                .isInstanceOf(BadArgument.class)
                .hasMessage("rank must be at least 1, was 0");
        assertThatThrownBy(() -> new LoraShape(17, 8, 0, List.of(), false).on(body))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining(
                        "rank must be at most 16, the width of layer encoder.layer.0.attention.self.query")
                .hasMessageContaining("was 17");
        assertThatThrownBy(() -> new LoraShape(8, 8, 0, List.of("value", "qurey"), false).on(body))
                .isInstanceOf(BadArgument.class)
                .hasMessage("targets: no layer of tiny matches 'qurey'; did you mean 'query'?"
                        + " Their names end in dense, key, query, value");
        assertThatThrownBy(() -> new BottleneckShape(17, List.of()).on(body))
                .hasMessageContaining("reduction must be at most 16");
        assertThatThrownBy(() -> new Ia3Shape(List.of("key"), List.of("query")).on(body))
                .hasMessageContaining("is none of the targets");
    }

    /** Some squeeze their channels to 4: there a rank of 8 has no place. */
    @ParameterizedTest
    @CsvSource({"efficientnet_b0", "mobilenet_v3_small", "mobilenetv1_025"})
    void theUsualLayersOfANetworkAreThoseThatAreWideEnough(String name) throws IOException {
        try (Backbone body = Catalog.begin(name, Hub.standard())) {
            for (AdapterShape shape : List.of(LoraShape.DEFAULTS, BottleneckShape.DEFAULTS)) {
                try (Adapter adapter = shape.on(body)) {
                    assertThat(adapter.parameters()).as("%s", shape).hasSizeGreaterThan(10);
                }
            }
        }
    }

    @Test
    void whatIsNoChangeOfWeightsIsNotMerged() {
        try (Adapter adapter = BottleneckShape.DEFAULTS.on(body);
                Scope scope = Scope.open()) {
            assertThatThrownBy(adapter::merged)
                    .isInstanceOf(BadArgument.class)
                    .hasMessageContaining("cannot be merged");
        }
    }

    @Test
    void distilBertHasItsOwnNames() throws IOException {
        try (Backbone distil = TinyEncoder.make(
                        TinyEncoder.config(dev.graft.backbone.EncoderConfig.Family.DISTILBERT),
                        new dev.graft.backbone.SentenceRecipe(dev.graft.nn.Pooling.MEAN, true, 24),
                        1);
                Adapter adapter = LoraShape.DEFAULTS.on(distil)) {
            assertThat(new TreeSet<>(adapter.parameters().keySet()))
                    .hasSize(8)
                    .contains("transformer.layer.1.attention.v_lin.lora_B.weight");
        }
    }
}
