package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.Digest;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Image;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.image.Pixels;
import dev.graft.model.Head;
import dev.graft.model.OneLabel;
import dev.graft.testing.Messages;
import dev.graft.train.Fit;
import dev.graft.train.Plan;
import dev.graft.train.RateCurve;
import dev.graft.train.RateFinder;
import dev.graft.train.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looking for a rate leaves no trace. */
class RateFinderTest {
    private static final long SEED = 5;

    /** Few steps, and large ones: enough to change whatever a step changes. */
    private static final RateFinder QUICK = new RateFinder(1e-4, 0.1, 15, 0.9, 1000);

    @TempDir
    static Path home;

    private static Dataset<Text> messages;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        messages = Messages.some(home, 4);
    }

    static List<Strategy> texts() {
        Steps two = new Steps(1e-3, 2, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 10, 0.1);
        return List.of(
                new FineTune(0, List.of(), two),
                new FineTune(1, List.of(8), two),
                new LinearProbe(0, List.of(8), two),
                new Scratch(List.of(), new Steps(1e-2, 2, 16, "sgd", 0.01, "linear", 0.1, 1, 1, 3, 10, 0.1)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void leavesEveryTensorFlagAndGeneratorAsItWasAndTheTrainingAfterItTheSame(Strategy strategy) throws IOException {
        assertNoTrace(home.resolve("tiny").toString(), strategy, messages);
    }

    /** Batch norm keeps statistics that a step changes though no gradient does. */
    @Test
    void leavesTheStatisticsOfBatchNormToo() throws IOException {
        Steps two = new Steps(1e-2, 2, 8, "sgd", 0.01, "onecycle", 0.1, 1, 1, 3, 1, 0);
        assertNoTrace("resnet20", new Pretrain(0.9, two), stripes());
    }

    private static void assertNoTrace(String backbone, Strategy strategy, Dataset<?> data) throws IOException {
        Map<String, String> untouched = new TreeMap<>();
        Map<String, String> searched = new TreeMap<>();
        try (Run run = Run.open(backbone, strategy, data)) {
            run.fit.run(run.plan);
            untouched.putAll(run.hashes());
        }
        try (Run run = Run.open(backbone, strategy, data)) {
            Map<String, String> before = run.hashes();
            Engine.seed(77);
            float[] drawn = draw();
            Engine.seed(77);
            RateCurve curve = QUICK.find(run.fit, run.plan, Strategies.rate(strategy));
            assertThat(draw()).isEqualTo(drawn);
            assertThat(curve.points()).hasSizeGreaterThanOrEqualTo(10);
            assertThat(run.hashes()).isEqualTo(before);
            run.fit.run(run.plan);
            searched.putAll(run.hashes());
            assertThat(searched).isNotEqualTo(before);
        }
        assertThat(searched).isEqualTo(untouched);
    }

    private static float[] draw() {
        try (Scope scope = Scope.open()) {
            return Tensor.normal(4).toFloats();
        }
    }

    private record Run(Backbone body, Head head, Fit fit, Plan plan) implements AutoCloseable {
        static Run open(String backbone, Strategy strategy, Dataset<?> data) throws IOException {
            Backbone body =
                    strategy.fresh() ? Catalog.begin(backbone, Hub.standard()) : Catalog.open(backbone, Hub.standard());
            OneLabel task = new OneLabel(Labels.of(data));
            Engine.seed(SEED);
            try (Scope scope = Scope.open()) {
                Head head = task.head(body.width(), strategy.head());
                PreparedSet prepared = PreparedSet.of(body.input(), data);
                Fit fit =
                        new Fit(body, head, task, Map.of(Fit.LABELLED, prepared), Optional.empty(), Settings.of(SEED));
                return new Run(body, head, fit, strategy.plan(body.stages(), Facts.of(data)));
            }
        }

        Map<String, String> hashes() {
            Map<String, String> hashes = new TreeMap<>();
            Map<String, Tensor> all = new TreeMap<>(body.state());
            head.visitState("head.", all::put);
            try (Scope scope = Scope.open()) {
                all.forEach((name, tensor) -> hashes.put(name, hash(tensor)));
            }
            hashes.put("training", head.training() + " " + body.stage(0).training());
            return hashes;
        }

        private static String hash(Tensor tensor) {
            ByteBuffer bytes = tensor.bytes();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return Digest.sha256(copy) + " " + tensor.requiresGrad() + " " + tensor.hasGradient();
        }

        @Override
        public void close() {
            head.close();
            body.close();
        }
    }

    private static Dataset<Image> stripes() {
        Random random = new Random(1);
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            byte[] data = new byte[3 * 16 * 16];
            for (int p = 0; p < data.length; p++) {
                int along = i % 2 == 0 ? p / 3 % 16 : p / 48;
                data[p] = (byte) ((along / 2 % 2 == 0 ? 60 : 180) + random.nextInt(40));
            }
            samples.add(new Sample<>(
                    Image.of(new Pixels(16, 16, 3, data)), new Target.Label(i % 2 == 0 ? "a" : "b"), "" + i));
        }
        return new Samples<>("stripes", samples);
    }

    @Test
    void startsAtTheSameLossAndEndsWhereItBreaksOut() throws IOException {
        Strategy strategy = texts().get(0);
        Transfer transfer =
                Transfer.from(home.resolve("tiny").toString()).by(strategy).run(Runs.quiet());
        RateCurve curve = transfer.rates(messages, Optional.empty(), SEED);
        RateCurve again = transfer.rates(messages, Optional.empty(), SEED);
        assertThat(again).isEqualTo(curve);
        assertThat(curve.points().get(0).rate()).isEqualTo(1e-7);
        assertThat(curve.points().get(0).loss()).isBetween(1.0, 3.0); // six classes: ln 6 is 1.79
        double best = curve.points().stream()
                .mapToDouble(RateCurve.Point::smooth)
                .min()
                .orElseThrow();
        assertThat(curve.points().subList(0, curve.points().size() - 1)).allMatch(point -> point.smooth() <= 4 * best);
    }

    @Test
    void refusesWhatIsSolvedExactly() {
        Transfer probe = Transfer.from(home.resolve("tiny").toString()).run(Runs.quiet());
        assertThatThrownBy(() -> probe.rates(messages, Optional.empty(), SEED))
                .hasMessage("strategy probe is solved exactly and has no learning rate to be found; choose --strategy"
                        + " finetune");
    }
}
