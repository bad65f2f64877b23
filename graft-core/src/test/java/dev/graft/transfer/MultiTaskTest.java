package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadArgument;
import dev.graft.data.Dataset;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.metric.Accuracy;
import dev.graft.metric.Metric;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.testing.Messages;
import dev.graft.train.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One body that learns several tasks. */
class MultiTaskTest {
    private static final long SEED = 5;

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static final Map<String, Dataset<Text>> DATA = new LinkedHashMap<>();

    /** What a message is about; how long a short one is; whether it asks: a class, a number, a class. */
    @BeforeAll
    static void makesThreeTasksOfTheMessages() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        Dataset<Text> all = Messages.all(home);
        List<Sample<Text>> length = new ArrayList<>();
        List<Sample<Text>> asks = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Text text = all.get(i).input();
            String words = text.toString();
            if (i % 4 == 0) {
                length.add(new Sample<>(text, new Target.Value(words.length()), "row " + i));
            }
            if (i % 3 == 0) {
                asks.add(new Sample<>(text, new Target.Label(words.contains("?") ? "yes" : "no"), "row " + i));
            }
        }
        DATA.put("topic", all);
        DATA.put("length", new Samples<>("length", length));
        DATA.put("asks", new Samples<>("asks", asks));
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
            assertThat(model.outputs().keySet()).containsExactly("topic", "length", "asks");
            assertThat(value(model, "topic", new Accuracy())).isGreaterThan(0.8);
            assertThat(value(model, "asks", new Accuracy())).isGreaterThan(0.8);
            Evaluation length = Evaluation.of(model.answering("length"), DATA.get("length"));
            assertThat(length.task().metrics()).isNotEmpty();

            model.save(temp.resolve("bundle"));
            try (Model loaded = Model.load(temp.resolve("bundle"))) {
                assertThat(loaded.outputs().keySet()).containsExactly("topic", "length", "asks");
                for (String name : DATA.keySet()) {
                    List<Text> texts = List.of(Text.of("where is my parcel?"), Text.of("thanks"));
                    List<Prediction> wanted = model.answering(name).predict(texts);
                    List<Prediction> given = loaded.answering(name).predict(texts);
                    for (int i = 0; i < 2; i++) {
                        assertThat(given.get(i).isNear(wanted.get(i), 1e-6)).as(name).isTrue();
                    }
                    assertThat(loaded.outputs().get(name).task()).isEqualTo(model.outputs().get(name).task());
                }
                assertThat(loaded.predict(Text.of("a"))).isInstanceOf(Prediction.OneOf.class);
                assertThatThrownBy(() -> loaded.answering("topics"))
                        .isInstanceOf(BadArgument.class)
                        .hasMessageContaining("did you mean 'topic'?");
            }
        }
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
            assertThat(model.provenance().examples()).isEqualTo(420 + 105 + 140);
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
                Prediction.OneOf given = (Prediction.OneOf) model.predict(topics.get(i).input());
                sum += given.probabilities()[given.labels().index(((Target.Label) topics.target(i)).name())];
            }
            return sum / topics.size();
        }
    }

    @Test
    void aRunThatWasInterruptedEndsWithTheBitsOfOneThatWasNot() throws IOException {
        Path snapshot = temp.resolve("snapshot");
        Path checkpoints = temp.resolve("checkpoints");
        int epoch = 24 + 7 + 9; // batches of the training parts of 378, 105 and 140 examples
        int[] steps = new int[1];
        Map<String, byte[]> whole = resumable(checkpoints, new Progress() {
            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps[0] == 2 * epoch + 5) {
                    copied(checkpoints, snapshot);
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

    private Map<String, byte[]> resumable(Path checkpoints, Progress progress) throws IOException {
        MultiTask three = three(4);
        Transfer kept = three.transfer().run(Runs.with(checkpoints, true, progress));
        MultiTask keeping = new MultiTask(kept, three.power(), three.weights(), true);
        try (Model model = keeping.fit(DATA, SEED)) {
            return Runs.weights(model, temp.resolve("weights"));
        }
    }

    private static void copied(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
                MultiTask.by(three(1).transfer().by(LinearProbe.DEFAULTS)),
                DATA,
                "strategy probe solves for one task; choose one that trains by steps");
        assertThatThrownBy(() -> three(1).power(1.5)).hasMessage("power must be in [0, 1], was 1.5");
    }

    private static void refused(MultiTask how, Map<String, Dataset<Text>> data, String words) {
        assertThatThrownBy(() -> how.fit(data, SEED))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining(words);
    }
}
