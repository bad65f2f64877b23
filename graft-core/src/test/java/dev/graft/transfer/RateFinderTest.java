package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.Digest;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import dev.graft.model.OneLabel;
import dev.graft.testing.Messages;
import dev.graft.train.Averaging;
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
    private static final RateFinder QUICK = new RateFinder(1e-4, 0.1, 10, 0.9, 1e30);

    @TempDir
    static Path home;

    private static Dataset<Text> messages;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        messages = Messages.some(home, 4);
    }

    /** All that go by steps, some of them otherwise than by default, and what {@code pretrain} does. */
    static List<StrategyCase> bySteps() throws IOException {
        List<StrategyCase> cases = new ArrayList<>();
        for (StrategyCase one : StrategyCase.all()) {
            if (one.steps(home)) {
                cases.add(new StrategyCase(one.network(), one.strategy().with("epochs", 1)));
            }
        }
        Steps two = new Steps(1e-3, 2, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 10, 0.1);
        Steps sgd = new Steps(1e-2, 2, 8, "sgd", 0.01, "onecycle", 0.1, 1, 1, 3, 1, 0);
        cases.add(new StrategyCase(StrategyCase.Network.TEXT, new FineTune(1, List.of(8), two)));
        cases.add(new StrategyCase(StrategyCase.Network.TEXT, new LinearProbe(0, List.of(8), two)));
        cases.add(new StrategyCase(
                StrategyCase.Network.CONVOLUTIONS, new Pretrain(sgd.averaging(Averaging.moving(0.9)))));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("bySteps")
    void leavesEveryTensorFlagAndGeneratorAsItWasAndTheTrainingAfterItTheSame(StrategyCase one) throws IOException {
        Map<String, String> untouched;
        try (Run run = Run.open(one)) {
            run.fit.run(run.plan);
            untouched = run.hashes();
        }
        try (Run run = Run.open(one)) {
            Map<String, String> before = run.hashes();
            Engine.seed(77);
            float[] drawn = draw();
            Engine.seed(77);
            RateCurve curve = QUICK.find(run.fit, run.plan, one.strategy().rate());
            assertThat(draw()).isEqualTo(drawn);
            assertThat(curve.points()).hasSizeGreaterThanOrEqualTo(10);
            assertThat(run.hashes()).isEqualTo(before);
            run.fit.run(run.plan);
            assertThat(run.hashes()).isEqualTo(untouched).isNotEqualTo(before);
        }
    }

    private static float[] draw() {
        try (Scope scope = Scope.open()) {
            return Tensor.normal(4).toFloats();
        }
    }

    private record Run(Backbone body, Head head, Adapter adapter, Teaching teaching, Fit fit, Plan plan)
            implements AutoCloseable {
        static Run open(StrategyCase one) throws IOException {
            Transfer transfer = one.transfer(home, Runs.quiet());
            Dataset<?> data = one.data(home);
            Backbone body = transfer.open();
            OneLabel task = new OneLabel(Labels.of(data));
            Adapter adapter = StrategyCase.adapter(one.strategy(), body);
            Teaching teaching = Teaching.open(transfer);
            Plan plan = teaching.taught(one.plan(home, body), body, task, data, SEED);
            Engine.seed(SEED);
            try (Scope scope = Scope.open()) {
                Head head = task.head(body.width(), one.strategy().head(body.input(), Facts.of(data)));
                Fit fit = new Fit(
                        body,
                        head,
                        adapter,
                        task,
                        Map.of(Fit.LABELLED, PreparedSet.of(body.input(), data)),
                        Optional.empty(),
                        Settings.of(SEED),
                        Optional.of(transfer::open));
                return new Run(body, head, adapter, teaching, fit, plan);
            }
        }

        Map<String, String> hashes() {
            Map<String, String> hashes = new TreeMap<>();
            Map<String, Tensor> all = new TreeMap<>(body.state());
            head.visitState("head.", all::put);
            adapter.visitState("adapter.", all::put);
            try (Scope scope = Scope.open()) {
                all.forEach((name, tensor) -> hashes.put(name, hash(tensor)));
            }
            hashes.put(
                    "training",
                    head.training() + " " + adapter.training() + " "
                            + body.stage(0).training());
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
            teaching.close();
            head.close();
            adapter.close();
            body.close();
        }
    }

    @Test
    void startsAtTheSameLossAndEndsWhereItBreaksOut() throws IOException {
        Strategy strategy = FineTune.DEFAULTS.with("epochs", 2);
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
