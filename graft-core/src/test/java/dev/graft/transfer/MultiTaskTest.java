package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadArgument;
import dev.graft.data.Dataset;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.metric.Accuracy;
import dev.graft.metric.Metric;
import dev.graft.model.Model;
import dev.graft.model.NumberTask;
import dev.graft.model.Prediction;
import dev.graft.testing.Letters;
import dev.graft.train.Deadline;
import dev.graft.train.PhaseTime;
import dev.graft.train.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One body that learns several tasks. */
class MultiTaskTest {
    private static final long SEED = 5;
    private static final Set<String> ONE_TASK = Set.of("contrastive", "distil", "hybrid", "prototypes", "tip-adapter");

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static final Map<String, Dataset<Text>> DATA = new LinkedHashMap<>();

    /** Which letters a text is of; how many of them are of the first class, of fewer texts; whether they are the last. */
    @BeforeAll
    static void makesThreeTasksOfLetters() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        DATA.put("topic", Letters.of(300, 1));
        DATA.put(
                "count",
                Letters.of(
                        100,
                        2,
                        (text, own) ->
                                new Target.Value(text.replaceAll("[^abc]", "").length())));
        DATA.put("last", Letters.of(150, 3, (text, own) -> new Target.Label(own.equals("ghi") ? "yes" : "no")));
    }

    private static MultiTask three(int epochs) {
        Steps steps = new Steps(0.005, epochs, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 99, 5, 0.1);
        return MultiTask.by(Transfer.from(home.resolve("tiny").toString())
                .by(new FineTune(0, List.of(), steps))
                .run(Runs.quiet()));
    }

    @Test
    void answersEachTaskByItsNameAfterASaveAndALoadToo() throws IOException {
        try (Model model = three(15).uncertainty(true).fit(DATA, SEED)) {
            assertThat(model.outputs().keySet()).containsExactly("topic", "count", "last");
            assertThat(value(model, "topic", new Accuracy())).isGreaterThan(0.8);
            assertThat(value(model, "last", new Accuracy())).isGreaterThan(0.8);
            assertThat(missed(model)).isLessThan(0.3);
            Map<?, ?> weights = (Map<?, ?>) model.provenance().strategy().get("learnedWeights");
            assertThat((double) weights.get("topic"))
                    .as("a loss that became small counts more")
                    .isGreaterThan(1.5);
            assertThat((double) weights.get("count")).isPositive().isNotEqualTo(0.5);

            model.save(temp.resolve("bundle"));
            try (Model loaded = Model.load(temp.resolve("bundle"))) {
                assertThat(loaded.outputs().keySet()).containsExactly("topic", "count", "last");
                for (String name : DATA.keySet()) {
                    List<Text> texts = List.of(Text.of("a b c e d ?"), Text.of("g g h"));
                    List<Prediction> wanted = model.answering(name).predict(texts);
                    List<Prediction> given = loaded.answering(name).predict(texts);
                    for (int i = 0; i < 2; i++) {
                        assertThat(given.get(i).isNear(wanted.get(i), 1e-6))
                                .as(name)
                                .isTrue();
                    }
                    assertThat(loaded.outputs().get(name).task())
                            .isEqualTo(model.outputs().get(name).task());
                }
                assertThat(loaded.predict(Text.of("a"))).isInstanceOf(Prediction.OneOf.class);
                assertThatThrownBy(() -> loaded.answering("topics"))
                        .isInstanceOf(BadArgument.class)
                        .hasMessageContaining("did you mean 'topic'?");
            }
        }
    }

    /** Mean squared error of the counts over their variance. */
    private static double missed(Model model) throws IOException {
        Dataset<Text> counts = DATA.get("count");
        NumberTask task = (NumberTask) model.outputs().get("count").task();
        double sum = 0;
        for (int i = 0; i < counts.size(); i++) {
            double wanted = ((Target.Value) counts.target(i)).number();
            Prediction given = model.answering("count").predict(counts.get(i).input());
            sum += Math.pow((((Prediction.Amount) given).value() - wanted) / task.deviation(), 2);
        }
        return sum / counts.size();
    }

    private static double value(Model model, String name, Metric metric) throws IOException {
        return Evaluation.of(model.answering(name), DATA.get(name)).value(metric);
    }

    @Test
    void trainsTheBodyAndEveryHead() throws IOException {
        try (Model model = three(1).fit(DATA, SEED);
                Backbone before = Catalog.open(home.resolve("tiny").toString(), Hub.standard())) {
            model.body()
                    .state()
                    .forEach((name, tensor) -> assertThat(
                                    tensor.sameAs(before.state().get(name)))
                            .as(name)
                            .isFalse());
            assertThat(model.provenance().bodyTrained()).isTrue();
            assertThat(model.provenance().strategy()).containsEntry("power", 0.5);
            assertThat(model.provenance().examples()).isEqualTo(300 + 100 + 150);
        }
    }

    @Test
    void aFactorOfATaskDecidesHowMuchItIsLearned() throws IOException {
        double small = likelihood(Map.of("topic", 1e-4));
        double large = likelihood(Map.of("topic", 10.0));
        assertThat(large).isGreaterThan(small + 0.05);
    }

    /** Mean probability of the right topic. */
    private static double likelihood(Map<String, Double> weights) throws IOException {
        Steps steps = new Steps(0.02, 4, 16, "sgd", 0, "constant", 0, 0, 1, 99, 1, 0);
        Transfer transfer = Transfer.from(home.resolve("tiny").toString())
                .by(new FineTune(0, List.of(), steps))
                .run(Runs.quiet());
        try (Model model = MultiTask.by(transfer).weights(weights).fit(DATA, SEED)) {
            Dataset<Text> topics = DATA.get("topic");
            double sum = 0;
            for (int i = 0; i < topics.size(); i++) {
                Prediction.OneOf given =
                        (Prediction.OneOf) model.predict(topics.get(i).input());
                sum += given.probabilities()[given.labels().index(((Target.Label) topics.target(i)).name())];
            }
            return sum / topics.size();
        }
    }

    @Test
    void aRunThatWasInterruptedEndsWithTheBitsOfOneThatWasNot() throws IOException {
        Path snapshot = temp.resolve("snapshot");
        Path checkpoints = temp.resolve("checkpoints");
        int epoch = 17 + 7 + 10; // batches of the training parts of 270, 100 and 150 examples
        int[] steps = new int[1];
        Map<String, byte[]> whole = resumable(checkpoints, new Progress() {
            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps[0] == 2 * epoch + 5) {
                    Runs.copied(checkpoints, snapshot);
                }
            }
        });
        List<String> notes = new ArrayList<>();
        Map<String, byte[]> resumed = resumable(snapshot, new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });

        assertThat(notes).containsExactly("goes on at step " + 2 * epoch);
        whole.forEach((name, wanted) -> assertThat(resumed.get(name)).as(name).isEqualTo(wanted));
    }

    /** A clock that moves on whenever it is looked at, once a step. */
    @Test
    void endsWhereTheTimeIsOverWithAnswersToEveryTask() throws IOException {
        AtomicLong looked = new AtomicLong();
        List<String> notes = new ArrayList<>();
        int[] steps = new int[1];
        Progress progress = new Progress() {
            @Override
            public void at(long done, String note) {
                steps[0] += note.startsWith("loss") ? 1 : 0;
            }

            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        Transfer.Run timed = Runs.told(progress).lasting(List.of(), new Deadline(looked::incrementAndGet, 40));

        try (Model model = MultiTask.by(three(3).transfer().run(timed)).fit(DATA, SEED)) {
            assertThat(steps[0]).isEqualTo(40);
            assertThat(notes)
                    .containsExactly("the time is over: training ends after 40 of 102 steps, with what it has");
            assertThat(value(model, "topic", new Accuracy()))
                    .as("a third is by chance")
                    .isGreaterThan(0.4);
            assertThat(model.answering("count").predict(Text.of("a b c"))).isInstanceOf(Prediction.Amount.class);
            assertThat(model.answering("last").predict(Text.of("a b c"))).isInstanceOf(Prediction.OneOf.class);
        }
    }

    static Stream<Strategy> texts() {
        return StrategyCase.all().stream()
                .filter(one -> one.network() == StrategyCase.Network.TEXT)
                .map(StrategyCase::strategy);
    }

    /** What is learned by steps or solved for one head is learned for several; the rest says that it is not. */
    @ParameterizedTest
    @MethodSource("texts")
    void everyStrategyLearnsSeveralTasksOrRefuses(Strategy strategy) throws IOException {
        MultiTask how = MultiTask.by(three(1).transfer().by(strategy));
        if (ONE_TASK.contains(strategy.name())) {
            refused(how, DATA, "strategy " + strategy.name() + " learns one task; for several choose finetune");
        } else {
            Fitted fitted = how.fit(DATA, Map.of(), SEED);
            try (Model model = fitted.model()) {
                assertThat(fitted.trainableParameters()).isPositive();
                for (String name : DATA.keySet()) {
                    assertThat(model.answering(name).predict(List.of(Text.of("a b c"), Text.of("d"))))
                            .hasSize(2);
                }
            }
        }
    }

    /** Solved heads are those of each task alone; the body stays as it was. */
    @Test
    void aProbeOfSeveralTasksAnswersAsOneOfEach() throws IOException {
        Transfer probe = three(1).transfer().by(LinearProbe.DEFAULTS);
        Fitted fitted = MultiTask.by(probe).fit(DATA, Map.of(), SEED);
        try (Model all = fitted.model()) {
            assertThat(all.provenance().bodyTrained()).isFalse();
            long heads = 0;
            for (Map.Entry<String, Dataset<Text>> one : DATA.entrySet()) {
                Fitted own = probe.fit(one.getValue(), Optional.empty(), SEED);
                try (Model alone = own.model()) {
                    List<Text> texts = List.of(Text.of("a b c e d ?"), Text.of("g g h"));
                    List<Prediction> wanted = alone.predict(texts);
                    List<Prediction> given = all.answering(one.getKey()).predict(texts);
                    for (int i = 0; i < 2; i++) {
                        assertThat(given.get(i).isNear(wanted.get(i), 1e-3))
                                .as("%s: %s for %s", one.getKey(), given.get(i), wanted.get(i))
                                .isTrue();
                    }
                    heads += own.trainableParameters();
                }
            }
            assertThat(fitted.trainableParameters()).isEqualTo(heads);
            assertThat((Map<?, ?>) fitted.found().get("strength")).hasSize(3);
        }
    }

    /** The adapter is all that tasks change together. */
    @Test
    void tasksShareAnAdapterThatIsSavedBesideAnUnchangedNetwork() throws IOException {
        Lora lora = (Lora) Lora.DEFAULTS.with("rank", 2).with("epochs", 3).with("rate", 0.01);
        Fitted fitted = MultiTask.by(three(1).transfer().by(lora)).fit(DATA, Map.of(), SEED);
        try (Model model = fitted.model();
                Backbone before = Catalog.open(home.resolve("tiny").toString(), Hub.standard())) {
            model.body()
                    .state()
                    .forEach((name, tensor) -> assertThat(
                                    tensor.sameAs(before.state().get(name)))
                            .as(name)
                            .isTrue());
            assertThat(model.adapters()).hasSize(1);
            assertThat(fitted.trainableParameters()).isLessThan(fitted.parameters() / 4);
            assertThat(fitted.curve()).hasSize(3);
            assertThat(fitted.curve().get(2).loss())
                    .isLessThan(fitted.curve().get(0).loss());

            model.save(temp.resolve("bundle"));
            try (Model loaded = Model.load(temp.resolve("bundle"))) {
                for (String name : DATA.keySet()) {
                    Prediction wanted = model.answering(name).predict(Text.of("a b e"));
                    Prediction given = loaded.answering(name).predict(Text.of("a b e"));
                    assertThat(given.isNear(wanted, 1e-6)).as(name).isTrue();
                }
            }
        }
    }

    /** A head solved for each task, then all of it, as the default of one task. */
    @Test
    void beginsWithSolvedHeads() throws IOException {
        ProbeFineTune both = (ProbeFineTune) ProbeFineTune.DEFAULTS.with("epochs", 1);
        Fitted fitted = MultiTask.by(three(1).transfer().by(both)).fit(DATA, Map.of(), SEED);
        try (Model model = fitted.model()) {
            assertThat((Map<?, ?>) fitted.found().get("strength")).hasSize(3);
            assertThat(fitted.found()).containsKeys("probeValidation", "validation");
            assertThat(fitted.validation()).isEqualTo(30); // of 300, the others are fewer than 200
            assertThat(value(model, "topic", new Accuracy())).isGreaterThan(0.6);
        }
    }

    /** An epoch has the batches of every task. */
    @Test
    void whatItTakesIsFoundByAFewSteps() throws IOException {
        AtomicLong clock = new AtomicLong();
        Transfer tried = three(3).transfer().run(Runs.with(temp.resolve("timing"), false, Progress.SILENT));
        Rehearsed times = MultiTask.by(tried).rehearse(DATA, Map.of(), SEED, 0.1, () -> clock.addAndGet(1_000_000));
        PhaseTime phase = times.phases().phases().get(0);
        assertThat(phase.batches()).isEqualTo(17 + 7 + 10);
        assertThat(phase.steps()).isEqualTo(3 * (17 + 7 + 10));
        assertThat(phase.step()).isPositive();
        assertThat(times.example()).isPositive();

        Rehearsed solved = MultiTask.by(tried.by(LinearProbe.DEFAULTS))
                .rehearse(DATA, Map.of(), SEED, 0.1, () -> clock.addAndGet(1_000_000));
        assertThat(solved.phases().phases()).singleElement().satisfies(one -> {
            assertThat(one.steps()).isZero();
            assertThat(one.setup()).isPositive();
        });
    }

    private Map<String, byte[]> resumable(Path checkpoints, Progress progress) throws IOException {
        MultiTask three = three(4);
        Transfer kept = three.transfer().run(Runs.with(checkpoints, true, progress));
        MultiTask keeping = new MultiTask(kept, three.power(), three.weights(), true);
        try (Model model = keeping.fit(DATA, SEED)) {
            return Runs.weights(model, temp.resolve("weights"));
        }
    }

    @Test
    void saysWhatIsWrong() {
        Dataset<Text> topics = DATA.get("topic");
        refused(three(1), Map.of("one", topics), "several tasks want several datasets");
        refused(three(1), Map.of("a/b", topics, "c", topics), "letters, digits, _ and -, was 'a/b'");
        refused(three(1).weights(Map.of("topics", 2.0)), DATA, "did you mean 'topic'?");
        refused(three(1).weights(Map.of("topic", 0.0)), DATA, "weight of topic must be above 0");
        refused(
                MultiTask.by(three(1).transfer().by(Contrastive.DEFAULTS)),
                DATA,
                "strategy contrastive learns one task; for several choose finetune");
        assertThatThrownBy(() -> three(1).power(1.5)).hasMessage("power must be in [0, 1], was 1.5");
    }

    private static void refused(MultiTask how, Map<String, Dataset<Text>> data, String words) {
        assertThatThrownBy(() -> how.fit(data, SEED))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining(words);
    }
}
