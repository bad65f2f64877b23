package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Stages;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadArgument;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Modality;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.model.HeadShape;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Finish;
import dev.graft.train.Mixout;
import dev.graft.train.Plan;
import dev.graft.train.Progress;
import dev.graft.train.TowardsStart;
import dev.graft.train.Trains;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Strategies that hold a network near to where it began: that they do, and that they lose nothing when interrupted. */
class RegularizedTest {
    private static final long SEED = 5;
    private static final Steps STEPS = new Steps(0.002, 4, 16, "adamw", 0, "linear", 0.1, 1, 1, 9, 5, 0.1);

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Dataset<Text> messages;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        messages = Messages.some(home, 6);
    }

    private static Transfer transfer(Strategy strategy) {
        return Transfer.from(home.resolve("tiny").toString()).by(strategy).run(Runs.quiet());
    }

    private static double distance(Strategy strategy) throws IOException {
        try (Model model = transfer(strategy).fit(messages, SEED);
                Scope scope = Scope.open();
                NoGrad off = NoGrad.open();
                Backbone start = Catalog.open(home.resolve("tiny").toString(), Hub.standard())) {
            double sum = 0;
            for (Map.Entry<String, Tensor> one : model.body().state().entrySet()) {
                Tensor apart = one.getValue().sub(start.state().get(one.getKey()));
                sum += apart.square().sum().value();
            }
            return Math.sqrt(sum);
        }
    }

    @Test
    void theStrongerTheSpringTheNearerTheWeightsStay() throws IOException {
        double plain = distance(new FineTune(0, List.of(), STEPS));
        double near = distance(new L2Sp(0.1, 0, new FineTune(STEPS)));
        double nearer = distance(new L2Sp(10, 0, new FineTune(STEPS)));

        assertThat(near).isLessThan(plain);
        assertThat(nearer).isLessThan(0.5 * plain).isPositive();
    }

    /** How far what the network makes of the examples has gone from what it made of them. */
    private static double featuresApart(Strategy strategy) throws IOException {
        try (Model model = transfer(strategy).fit(messages, SEED);
                Backbone start = Catalog.open(home.resolve("tiny").toString(), Hub.standard())) {
            float[][] now = features(model.body());
            float[][] before = features(start);
            double sum = 0;
            for (int i = 0; i < now.length; i++) {
                for (int j = 0; j < now[i].length; j++) {
                    sum += Math.pow(now[i][j] - before[i][j], 2);
                }
            }
            return sum;
        }
    }

    private static float[][] features(Backbone body) throws IOException {
        return dev.graft.backbone.Features.of(
                        body,
                        dev.graft.data.PreparedSet.of(body.input(), messages),
                        body.stages().count(),
                        dev.graft.engine.Precision.FP32,
                        dev.graft.backbone.Features.Keep.NOTHING,
                        done -> {})
                .rows();
    }

    @Test
    void deltaHoldsWhatTheStagesGive() throws IOException {
        double plain = featuresApart(new FineTune(0, List.of(), STEPS));
        assertThat(featuresApart(new Delta(1, 0, new FineTune(STEPS))))
                .isLessThan(0.5 * plain)
                .isPositive();
    }

    static List<Strategy> withoutStrength() {
        return List.of(
                new L2Sp(0, 0, new FineTune(STEPS)),
                new Delta(0, 0, new FineTune(STEPS)),
                new MixoutTuning(0, new FineTune(STEPS)));
    }

    /** And so none of them costs a batch its pieces. */
    @ParameterizedTest
    @MethodSource("withoutStrength")
    void withoutStrengthItIsFineTuningToTheBit(Strategy strategy) throws IOException {
        Map<String, byte[]> plain = weights(new FineTune(0, List.of(), STEPS), "plain");
        weights(strategy, "other")
                .forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(plain.get(name)));
    }

    /** Whatever fine-tuning takes, what is built on it takes. */
    @ParameterizedTest
    @CsvSource({"last, 1", "average, 0.9", "averageLast, 0.5", "hidden, 8"})
    void takesWhatFineTuningTakes(String setting, String value) throws IOException {
        Map<String, byte[]> plain = weights(new FineTune(0, List.of(), STEPS).with(setting, value), "plain");
        for (Strategy strategy : withoutStrength()) {
            weights(strategy.with(setting, value), "other")
                    .forEach((name, bytes) -> assertThat(Arrays.equals(bytes, plain.get(name)))
                            .as(strategy.name() + " " + name)
                            .isTrue());
        }
        assertThat(plain.get("head.safetensors"))
                .isNotEqualTo(
                        weights(new FineTune(0, List.of(), STEPS), "usual").get("head.safetensors"));
    }

    private Map<String, byte[]> weights(Strategy strategy, String folder) throws IOException {
        try (Model model = transfer(strategy).fit(messages, SEED)) {
            return Runs.weights(model, temp.resolve(folder));
        }
    }

    /** The head alone, then all: what a second phase looks back at is older than the phase. */
    record HeadThenAll() implements Strategy {
        @Override
        public String name() {
            return "head-then-all";
        }

        @Override
        public String title() {
            return "for this test";
        }

        @Override
        public HeadShape head() {
            return HeadShape.LINEAR;
        }

        @Override
        public Plan plan(Stages stages, Facts data) {
            Map<String, Double> rates = new java.util.LinkedHashMap<>();
            stages.top(stages.count()).forEach(part -> rates.put(part, 0.01));
            Plan two = Plan.of(
                    Finish.LAST,
                    STEPS.phase(new Trains(stages.top(1)), rates),
                    STEPS.phase(new Trains(stages.top(stages.count())), rates));
            return two.with(new TowardsStart(1, 0.1)).with(new Mixout(0.5));
        }
    }

    static List<Strategy> strategies() {
        return List.of(
                new L2Sp(0.5, 0.1, new FineTune(STEPS)),
                new Delta(0.5, 0.1, new FineTune(STEPS)),
                new Bss(2, 0.1, new FineTune(STEPS)),
                new MixoutTuning(0.7, new FineTune(STEPS)),
                new HeadThenAll());
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aRunThatWasInterruptedEndsWithTheBitsOfOneThatWasNot(Strategy strategy) throws IOException {
        Path snapshot = temp.resolve("snapshot");
        Path checkpoints = temp.resolve("checkpoints");
        boolean two = strategy instanceof HeadThenAll;
        int epoch = (messages.size() + 15) / 16;
        int stop = (two ? 6 : 2) * epoch + 1;
        int[] steps = new int[1];
        Progress copying = new Progress() {
            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps[0] == stop) {
                    Runs.copied(checkpoints, snapshot);
                }
            }
        };
        Map<String, byte[]> whole = resumable(strategy, checkpoints, copying);
        List<String> notes = new ArrayList<>();
        Map<String, byte[]> resumed = resumable(strategy, snapshot, new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });

        assertThat(notes).containsExactly("goes on at step " + 2 * epoch);
        whole.forEach((name, wanted) -> assertThat(resumed.get(name)).as(name).isEqualTo(wanted));
    }

    private Map<String, byte[]> resumable(Strategy strategy, Path checkpoints, Progress progress) throws IOException {
        try (Model model =
                transfer(strategy).run(Runs.with(checkpoints, true, progress)).fit(messages, SEED)) {
            return Runs.weights(model, temp.resolve("weights"));
        }
    }

    @Test
    void stochasticNormsAreForNetworksThatHaveSome() {
        assertThatThrownBy(() -> Strategies.named("stochnorm", Modality.TEXT))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("strategy stochnorm is for pictures");
        assertThatThrownBy(() -> transfer(new StochNorm(0.5, STEPS)).fit(messages, SEED))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("learns no batch norm");
    }
}
