package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Stages;
import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.model.Head;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.testing.Messages;
import dev.graft.train.Deadline;
import dev.graft.train.Finish;
import dev.graft.train.Fit;
import dev.graft.train.Judge;
import dev.graft.train.Length;
import dev.graft.train.Plan;
import dev.graft.train.Progress;
import dev.graft.train.Settings;
import dev.graft.train.Trains;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that ends after a number of steps or at a time, and what repeats it. */
class DeadlineTest {
    private static final long SEED = 5;

    /** 105 messages in batches of 16. */
    private static final int BATCHES = 7;

    private static final Steps STEPS = new Steps(0.005, 3, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 2, 0.1);
    private static final Strategy TUNE = new FineTune(0, List.of(), STEPS);

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Dataset<Text> messages;
    private final List<String> notes = new ArrayList<>();

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        messages = Messages.some(home, 4);
        assertThat(messages.size()).isEqualTo(105);
    }

    /** A clock that moves on whenever it is looked at, once a step. */
    private static Deadline afterSteps(int steps) {
        AtomicLong looked = new AtomicLong();
        return new Deadline(looked::incrementAndGet, steps);
    }

    @Test
    void endsInTheMiddleOfAnEpochWithWhatItHasAndIsRepeatedWithoutAClock() throws IOException {
        Outcome cut = run(TUNE, List.of(), afterSteps(10));
        assertThat(cut.lengths).containsExactly(new Length(0, 3 * BATCHES, 10));
        assertThat(notes).containsExactly("the time is over: training ends after 10 of 21 steps, with what it has");

        Outcome repeated = run(TUNE, cut.lengths, Deadline.NEVER);
        assertThat(repeated.lengths).isEqualTo(cut.lengths);
        assertSame(repeated, cut);
        assertThat(run(TUNE, List.of(), Deadline.NEVER).weights.get("model.safetensors"))
                .isNotEqualTo(cut.weights.get("model.safetensors"));
    }

    @Test
    void doesAtLeastOneStepHoweverLateItIs() throws IOException {
        assertThat(run(TUNE, List.of(), afterSteps(-5)).lengths).containsExactly(new Length(0, 21, 1));
    }

    /** Judged at the ends of two epochs and where the time is over: the first is the best. */
    @Test
    void keepsTheBestWeightsThoughTheTimeEndsLater() throws IOException {
        List<Double> judged = new ArrayList<>(List.of(0.9, 0.2, 0.1));
        Map<String, byte[]> cut = judged(List.of(), afterSteps(17), judged);
        assertThat(judged).isEmpty();
        Map<String, byte[]> first =
                judged(List.of(new Length(0, 21, BATCHES)), Deadline.NEVER, new ArrayList<>(List.of(0.9)));
        first.forEach((name, bytes) -> assertThat(cut.get(name)).as(name).isEqualTo(bytes));
    }

    private static Map<String, byte[]> judged(List<Length> lengths, Deadline deadline, List<Double> values)
            throws IOException {
        Settings plain = Settings.of(SEED);
        Settings settings = new Settings(
                SEED,
                Precision.FP32,
                Precision.FP32,
                plain.keep(),
                plain.checkpoints(),
                false,
                plain.progress(),
                deadline);
        OneLabel task = new OneLabel(Labels.of(messages));
        Engine.seed(SEED);
        try (Backbone body = Catalog.open(home.resolve("tiny").toString(), Hub.standard());
                Scope scope = Scope.open();
                Head head = task.head(body.width(), TUNE.head())) {
            PreparedSet prepared = PreparedSet.of(body.input(), messages);
            Fit fit = new Fit(
                    body,
                    head,
                    task,
                    Map.of(Fit.LABELLED, prepared),
                    Optional.of(new Judge(now -> values.remove(0), 100)),
                    settings);
            fit.run(TUNE.plan(body.stages(), Facts.of(messages)).lasting(lengths));
            assertThat(fit.found()).containsEntry("bestEpoch", 1).containsEntry("validation", 0.9);
            Map<String, byte[]> weights = new TreeMap<>();
            body.state().forEach((name, tensor) -> weights.put(name, bytes(tensor)));
            head.visitState("head.", (name, tensor) -> weights.put(name, bytes(tensor)));
            return weights;
        }
    }

    private static byte[] bytes(Tensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /** Two phases of one epoch each: the head, then all. */
    record HeadThenAll() implements Strategy {
        @Override
        public String name() {
            return "head-then-all";
        }

        @Override
        public String title() {
            return "for a test";
        }

        @Override
        public Plan plan(Stages stages, Facts data) {
            Map<String, Double> all = new java.util.LinkedHashMap<>();
            stages.top(stages.count()).forEach(part -> all.put(part, 0.005));
            Steps once = new Steps(0.005, 1, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 1, 0.1);
            return Plan.of(
                    Finish.LAST,
                    once.phase(Trains.head(), Map.of(Stages.HEAD, 0.01)),
                    once.phase(new Trains(stages.top(stages.count())), all));
        }
    }

    @Test
    void laterPhasesAreLeftOutWhereTheTimeIsOverAndWhereThatIsRepeated() throws IOException {
        Outcome cut = run(new HeadThenAll(), List.of(), afterSteps(4));
        assertThat(cut.lengths).hasSize(2);
        assertThat(cut.lengths.get(0)).isEqualTo(new Length(0, BATCHES, 4));
        assertThat(cut.lengths.get(1).done()).isZero();
        assertSame(run(new HeadThenAll(), cut.lengths, Deadline.NEVER), cut);

        Outcome second = run(new HeadThenAll(), List.of(), afterSteps(BATCHES + 2));
        assertThat(second.lengths.get(0)).isEqualTo(new Length(1));
        assertThat(second.lengths.get(1).done()).isBetween(1L, 3L);
        assertSame(run(new HeadThenAll(), second.lengths, Deadline.NEVER), second);
    }

    @Test
    void resumesANumberOfStepsThatIsNoNumberOfEpochsToTheSameBits() throws IOException {
        List<Length> seventeen = List.of(Length.steps(17));
        Path checkpoints = temp.resolve("checkpoints");
        Path snapshot = temp.resolve("snapshot");
        int[] steps = new int[1];
        Progress copies = new Progress() {
            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps[0] == 16) { // in the third epoch, after two checkpoints
                    copy(checkpoints, snapshot);
                }
            }
        };
        Outcome whole = run(TUNE, Runs.with(checkpoints, false, copies).lasting(seventeen, Deadline.NEVER));
        assertThat(steps[0]).isEqualTo(17);
        Outcome resumed = run(TUNE, Runs.with(snapshot, true, noting()).lasting(seventeen, Deadline.NEVER));
        assertThat(notes).containsExactly("goes on at step 14");
        assertSame(resumed, whole);

        Outcome over = run(TUNE, Runs.with(checkpoints, true, noting()).lasting(seventeen, Deadline.NEVER));
        assertThat(notes).endsWith("goes on at step 17"); // all steps were made: nothing is judged or made twice
        assertSame(over, whole);
    }

    @Test
    void whatADeadlineEndedStaysEndedWhenItIsResumed() throws IOException {
        Path checkpoints = temp.resolve("ended");
        Outcome cut = run(TUNE, Runs.with(checkpoints, false, noting()).lasting(List.of(), afterSteps(10)));
        notes.clear();

        Outcome resumed = run(TUNE, Runs.with(checkpoints, true, noting()).lasting(List.of(), afterSteps(100)));

        assertThat(notes).containsExactly("goes on at step 10");
        assertThat(resumed.lengths).isEqualTo(cut.lengths).containsExactly(new Length(0, 3 * BATCHES, 10));
        assertSame(resumed, cut);
    }

    @Test
    void aLengthIsOfEpochsOrOfSteps() {
        assertThatThrownBy(() -> new Length(0)).hasMessage("epochs must be at least 1, was 0");
        assertThatThrownBy(() -> new Length(2, 10, 10)).hasMessageContaining("epochs must be 0 where steps are given");
        assertThatThrownBy(() -> new Length(0, 10, 11)).hasMessageContaining("done must be between 0 and 10, was 11");
        assertThatThrownBy(() -> run(TUNE, List.of(Length.ONCE, Length.ONCE), Deadline.NEVER))
                .hasMessage("a plan of 1 phases wants as many lengths, not 2");
    }

    /** 20 examples are one batch of 32: 3 epochs would be 3 steps. Who sets epochs gets them. */
    @Test
    void fewExamplesGetMoreEpochsUnlessTheyWereSet() {
        Stages stages = Stages.named("stem", "top");
        assertThat(epochs(FineTune.DEFAULTS, stages, 20)).isEqualTo(100);
        assertThat(epochs(FineTune.DEFAULTS, stages, 200)).isEqualTo(15); // 7 batches
        assertThat(epochs(FineTune.DEFAULTS, stages, 2000)).isEqualTo(3); // 63 batches: 189 steps
        assertThat(epochs(FineTune.PICTURES, stages, 200)).isEqualTo(15);
        assertThat(epochs(FineTune.PICTURES, stages, 2000)).isEqualTo(12);
        assertThat(epochs(FineTune.DEFAULTS.with("epochs", 3), stages, 20)).isEqualTo(3);
        assertThat(epochs(FineTune.DEFAULTS.with("leastSteps", 10), stages, 20)).isEqualTo(10);
    }

    private static int epochs(Strategy strategy, Stages stages, int examples) {
        return strategy.plan(stages, Facts.of(examples, 2))
                .phases()
                .get(0)
                .length()
                .epochs();
    }

    private record Outcome(Map<String, byte[]> weights, List<Length> lengths, Map<String, Object> found) {}

    private Progress noting() {
        return new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
    }

    private Outcome run(Strategy strategy, List<Length> lengths, Deadline deadline) throws IOException {
        return run(strategy, Runs.told(noting()).lasting(lengths, deadline));
    }

    private Outcome run(Strategy strategy, Transfer.Run run) throws IOException {
        return outcome(transfer(strategy, run).fit(messages, Optional.empty(), SEED));
    }

    private static Transfer transfer(Strategy strategy, Transfer.Run run) {
        return Transfer.from(home.resolve("tiny").toString()).by(strategy).run(run);
    }

    private Outcome outcome(Fitted fitted) throws IOException {
        try (Model model = fitted.model()) {
            return new Outcome(Runs.weights(model, temp.resolve("weights")), fitted.lengths(), fitted.found());
        }
    }

    private static void assertSame(Outcome given, Outcome wanted) {
        wanted.weights.forEach((name, bytes) -> assertThat(Arrays.equals(given.weights.get(name), bytes))
                .as(name)
                .isTrue());
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
