package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.data.Facts;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import dev.graft.model.Model;
import dev.graft.train.Deadline;
import dev.graft.train.Length;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.Progress;
import dev.graft.train.StopRequest;
import dev.graft.train.StoppedException;
import dev.graft.train.Trains;
import dev.graft.train.Within;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every strategy promises of its runs, for texts and for pictures: what they change, and how they end. */
class StrategyRunContractTest {
    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static final Map<StrategyCase, Map<String, byte[]>> WHOLE = new HashMap<>();
    private static final Map<StrategyCase, Integer> STEPS = new HashMap<>();

    static List<StrategyCase> all() {
        return StrategyCase.all();
    }

    static List<StrategyCase> transformers() {
        return StrategyCase.transformers();
    }

    static List<StrategyCase> finished() {
        return StrategyCase.finished();
    }

    @BeforeAll
    static void usesTwoThreads() {
        Engine.threads(2);
    }

    @AfterEach
    void takesBackTheWishToStop() {
        StopRequest.clear();
    }

    /** Counts steps, and does something at one of them. */
    private static Progress counting(int[] steps, int at, Runnable action) {
        return new Progress() {
            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps[0] == at) {
                    action.run();
                }
            }
        };
    }

    /** The weights that a run ends with which nothing disturbs. */
    private Map<String, byte[]> whole(StrategyCase one) throws IOException {
        if (!WHOLE.containsKey(one)) {
            int[] steps = new int[1];
            Fitted fitted = one.fit(home, Runs.told(counting(steps, 0, () -> {})));
            WHOLE.put(one, StrategyCase.weights(fitted, temp.resolve("whole")));
            STEPS.put(one, steps[0]);
        }
        return WHOLE.get(one);
    }

    private static void assertSame(Map<String, byte[]> given, Map<String, byte[]> wanted) {
        assertThat(given.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, bytes) ->
                assertThat(Arrays.equals(given.get(name), bytes)).as(name).isTrue());
    }

    @ParameterizedTest
    @MethodSource({"all", "transformers"})
    void changesExactlyTheTensorsItNames(StrategyCase one) throws IOException {
        Fitted fitted = one.fit(home, Runs.quiet());
        try (Model model = fitted.model();
                Backbone before = one.body(home)) {
            Plan plan = one.plan(home, before);
            if (plan.fresh()) {
                before.forget(StrategyCase.SEED);
            }
            try (Head head = head(one, model, before);
                    Adapter adapter = StrategyCase.adapter(one.strategy(), before)) {
                Map<String, Tensor> old = tensors(before, head, adapter);
                Map<String, Tensor> now = tensors(
                        model.body(),
                        model.output().head(),
                        model.adapters().stream().findFirst().orElse(Adapter.NONE));
                assertThat(now.keySet()).isEqualTo(old.keySet());
                Set<String> changed = now.keySet().stream()
                        .filter(name -> !now.get(name).sameAs(old.get(name)))
                        .collect(Collectors.toCollection(TreeSet::new));
                Map<String, Tensor> named = named(plan, model.body(), now);
                boolean follows = one.network() == StrategyCase.Network.CONVOLUTIONS
                        && (plan.fresh() || one.strategy() instanceof StochNorm); // the batches' statistics
                Set<String> wanted = new TreeSet<>(named.keySet());
                now.keySet().stream()
                        .filter(name -> follows && name.matches(".*(running_(mean|var)|num_batches_tracked)"))
                        .forEach(wanted::add);
                assertThat(changed).isEqualTo(wanted);
                assertThat(fitted.trainableParameters())
                        .isEqualTo(
                                named.values().stream().mapToLong(Tensor::count).sum());
            }
        }
    }

    private static Head head(StrategyCase one, Model model, Backbone before) throws IOException {
        Engine.seed(StrategyCase.SEED);
        try (Scope scope = Scope.open()) {
            return model.task()
                    .head(before.width(), one.strategy().head(model.body().input(), Facts.of(one.data(home))));
        }
    }

    private static Map<String, Tensor> tensors(Backbone body, Head head, Adapter adapter) {
        Map<String, Tensor> all = new LinkedHashMap<>(body.state());
        head.visitState("head.", all::put);
        adapter.visitState("adapter.", all::put);
        return all;
    }

    /** What the phases of a plan say that they train, looked up in a network apart from the plan's own way. */
    private static Map<String, Tensor> named(Plan plan, Backbone body, Map<String, Tensor> all) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (Phase phase : plan.phases()) {
            Trains trains = phase.trains();
            all.forEach((name, tensor) -> {
                boolean part = name.startsWith("head.")
                        ? trains.names().contains("head")
                        : name.startsWith("adapter.")
                                ? trains.names().contains("adapter")
                                : of(trains, body, tensor) && selected(trains.within(), name);
                if (part) {
                    named.put(name, tensor);
                }
            });
        }
        return named;
    }

    /** Whether a tensor is a parameter of a stage that trains. */
    private static boolean of(Trains trains, Backbone body, Tensor tensor) {
        List<Tensor> learned = new ArrayList<>();
        for (int i = 0; i < body.stages().count(); i++) {
            if (trains.names().contains(body.stages().names().get(i))) {
                body.stage(i).visit("", (name, one) -> learned.add(one));
            }
        }
        return learned.contains(tensor);
    }

    /** By the names that BERT, torchvision's ResNets and its transformers give biases and norms. */
    private static boolean selected(Within within, String name) {
        return switch (within) {
            case ALL -> true;
            case BIASES -> name.matches(".*[._]bias");
            case NORMS -> name.matches(".*(LayerNorm|\\bbn\\d|\\bln(_\\d)?|\\bnorm\\d?)\\.(weight|bias)");
        };
    }

    @ParameterizedTest
    @MethodSource({"all", "finished"})
    void stoppedInTheMiddleAndResumedItEndsWithTheSameBits(StrategyCase one) throws IOException {
        Map<String, byte[]> whole = whole(one);
        int middle = STEPS.get(one) / 2 + 1;
        Path checkpoints = temp.resolve("checkpoints");
        if (one.steps(home)) {
            Progress stops = counting(new int[1], middle, () -> StopRequest.stopAll(0));
            assertThatThrownBy(() -> one.fit(home, Runs.with(checkpoints, false, stops)))
                    .isInstanceOf(StoppedException.class);
            StopRequest.clear();
        } else {
            assertThat(STEPS.get(one)).isZero(); // it begins anew
        }
        int[] left = new int[1];

        Fitted resumed = one.fit(home, Runs.with(checkpoints, true, counting(left, 0, () -> {})));

        assertSame(StrategyCase.weights(resumed, temp.resolve("resumed")), whole);
        assertThat(left[0]).isEqualTo(one.steps(home) ? STEPS.get(one) - middle : 0);
    }

    /** A clock that moves on whenever it is looked at, once a step. */
    private static Deadline afterSteps(int steps) {
        AtomicLong looked = new AtomicLong();
        return new Deadline(looked::incrementAndGet, steps);
    }

    @ParameterizedTest
    @MethodSource({"all", "finished"})
    void endsWhereItsTimeIsOverAndIsRepeatedWithoutAClock(StrategyCase one) throws IOException {
        Map<String, byte[]> whole = whole(one);
        int[] steps = new int[1];
        Progress counts = counting(steps, 0, () -> {});

        Fitted cut = one.fit(home, Runs.told(counts).lasting(List.of(), afterSteps(2)));
        List<Length> lengths = cut.lengths();
        Map<String, byte[]> weights = StrategyCase.weights(cut, temp.resolve("cut"));

        if (!one.steps(home)) {
            assertSame(weights, whole); // what is solved at once is whole, or it would be nothing
            return;
        }
        assertThat(steps[0]).isBetween(1, 2); // fewer than an epoch has
        assertThat(lengths.stream().mapToLong(Length::done).sum()).isEqualTo(steps[0]);
        Fitted repeated = one.fit(home, Runs.quiet().lasting(lengths, Deadline.NEVER));
        assertThat(repeated.lengths()).isEqualTo(lengths);
        assertSame(StrategyCase.weights(repeated, temp.resolve("repeated")), weights);
    }

    /** What a few timed steps foretell becomes numbers of steps, whatever phases a strategy has. */
    @ParameterizedTest
    @MethodSource("all")
    void isTimedPhaseByPhase(StrategyCase one) throws IOException {
        AtomicLong clock = new AtomicLong();
        try (Backbone body = one.body(home)) {
            Plan plan = one.plan(home, body);

            Rehearsed times = one.transfer(home, Runs.quiet().checkpoints(temp.resolve("timing"), false))
                    .rehearse(
                            one.data(home), Optional.empty(), StrategyCase.SEED, 0.1, () -> clock.addAndGet(1_000_000));

            whole(one);
            assertThat(times.phases().phases()).hasSameSizeAs(plan.phases());
            assertThat(times.phases().phases().stream()
                            .mapToLong(phase -> phase.steps())
                            .sum())
                    .isEqualTo(STEPS.get(one).longValue());
            assertThat(times.phases().fits(times.phases().seconds() + 1)).isTrue();
            assertThat(times.phases().steps(times.phases().seconds() / 2).stream()
                            .mapToLong(s -> s)
                            .sum())
                    .isLessThanOrEqualTo(STEPS.get(one));
        }
    }
}
