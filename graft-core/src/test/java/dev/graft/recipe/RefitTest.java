package dev.graft.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.base.Digest;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Joined;
import dev.graft.model.Model;
import dev.graft.train.Progress;
import dev.graft.transfer.Guard;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.ProbeFineTune;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured learned from the training part; what is saved learned from all. */
class RefitTest {
    private static final TrainJob.Options OPTIONS = TinyMessages.options(false, Progress.SILENT);

    private static TinyMessages messages;

    @TempDir
    Path temp;

    @BeforeAll
    static void makesAnEncoder(@TempDir Path home) throws IOException {
        messages = TinyMessages.in(home);
    }

    private TrainResult run(Recipe recipe, String out) throws IOException {
        return new TrainJob(recipe, temp.resolve(out), OPTIONS).run();
    }

    private String head(String bundle) throws IOException {
        return Digest.sha256(temp.resolve(bundle).resolve("head.safetensors"));
    }

    @Test
    void theSavedModelLearnedFromTheTestPartToo() throws IOException {
        TrainResult once = run(messages.recipe(LinearProbe.DEFAULTS).build(), "once");
        Recipe again = messages.recipe(LinearProbe.DEFAULTS).refit(true).build();
        TrainResult twice = run(again, "twice");

        assertThat(twice.evaluation().toJson()).isEqualTo(once.evaluation().toJson());
        assertThat(head("twice")).isNotEqualTo(head("once"));
        Dataset<?> all = Data.openParts(messages.table(), again.table()).train();
        assertThat(SeenExamples.in(temp.resolve("once")).among(all)).isLessThan(all.size());
        assertThat(SeenExamples.in(temp.resolve("twice")).among(all)).isEqualTo(all.size());
        assertThat(once.notes()).noneMatch(note -> note.contains("once more"));
        int learned = once.trained() + once.evaluation().examples();
        assertThat(twice.notes())
                .contains("the saved model was trained once more, on " + learned
                        + " examples, those of the test part among them");
        assertThat(Files.readString(temp.resolve("twice/README.md")))
                .contains(" examples that a model trained alike had not seen; this one then learned from them too:");
        assertThat(temp.resolve("twice.part")).doesNotExist();
    }

    @Test
    void itIsWhatTheStrategyMakesOfAllExamplesByItself() throws IOException {
        Recipe again = messages.recipe(LinearProbe.DEFAULTS).refit(true).build();
        TrainingData data = TrainingData.of(again, Data.openParts(messages.table(), again.table()));
        run(again, "refitted");

        try (Model model = RateJob.transfer(again, OPTIONS)
                        .fit(new Joined<>(data.train(), data.test()), Optional.empty(), again.seed())
                        .model();
                Model saved = Model.load(temp.resolve("refitted"))) {
            assertThat(saved.predict(texts(data.test())))
                    .usingRecursiveComparison()
                    .isEqualTo(model.predict(texts(data.test())));
        }
    }

    private static List<Object> texts(Dataset<?> data) throws IOException {
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            texts.add(data.get(i).input());
        }
        return texts;
    }

    /** What a guard decided on the training part is carried out on all, without being decided anew. */
    @Test
    void aGuardDecidesOnce() throws IOException {
        Strategy ruinous = ProbeFineTune.DEFAULTS.with("rate", 1e9);
        Recipe guarded = messages.recipe(ruinous)
                .procedure(Optional.of(new Guard(3, false)))
                .refit(true)
                .build();
        TrainResult result = run(guarded, "guarded");
        assertThat(result.notes()).anyMatch(note -> note.startsWith("went back to the probe"));
        run(messages.recipe(LinearProbe.DEFAULTS).refit(true).build(), "probed");
        assertThat(head("guarded")).isEqualTo(head("probed"));
    }
}
