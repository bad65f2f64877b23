package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.EncoderConfig;
import dev.graft.backbone.SentenceRecipe;
import dev.graft.backbone.TinyEncoder;
import dev.graft.backbone.TransformerEncoder;
import dev.graft.base.BadArgument;
import dev.graft.data.Dataset;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.metric.Accuracy;
import dev.graft.model.Model;
import dev.graft.nn.Pooling;
import dev.graft.testing.Letters;
import dev.graft.train.Distillation.Lesson;
import dev.graft.train.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pupil learns what its teacher knows, though it reads texts in other pieces. */
class DistilTest {
    private static final long SEED = 5;
    private static final Steps STEPS = new Steps(0.005, 12, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 99, 5, 0.1);

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static final Dataset<Text> letters = Letters.of(300, 1);

    @BeforeAll
    static void trainsATeacherWithAnotherTokenizer() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("pupil"), 3);
        EncoderConfig roberta = TinyEncoder.config(EncoderConfig.Family.ROBERTA);
        try (TransformerEncoder other = TinyEncoder.make(roberta, new SentenceRecipe(Pooling.MEAN, true, 36), 8)) {
            TinyEncoder.save(other, home.resolve("other"));
        }
        try (Model teacher = Transfer.from(home.resolve("other").toString())
                .by(new FineTune(0, List.of(), STEPS))
                .run(Runs.quiet())
                .fit(letters, SEED)) {
            assertThat(accuracy(teacher)).isGreaterThan(0.9);
            teacher.save(home.resolve("teacher"));
        }
    }

    private static double accuracy(Model model) throws IOException {
        return Evaluation.of(model, letters).value(new Accuracy());
    }

    private static Transfer transfer(Strategy strategy) {
        Transfer plain =
                Transfer.from(home.resolve("pupil").toString()).by(strategy).run(Runs.quiet());
        return strategy.needsTeacher()
                ? plain.prior(
                        Prior.NONE.teacher(Optional.of(home.resolve("teacher").toString())))
                : plain;
    }

    /** Texts whose labels say nothing. */
    private static Dataset<Text> mislabelled() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            Target any = letters.target(random.nextInt(letters.size()));
            samples.add(new Sample<>(letters.get(i).input(), any, "row " + i));
        }
        return new Samples<>("mislabelled", samples);
    }

    @Test
    void learnsFromItsTeacherThoughTheLabelsAreNoise() throws IOException {
        Distil deaf = new Distil(new Lesson(0, 1, 2, 0), new FineTune(STEPS));
        try (Model pupil = transfer(deaf).fit(mislabelled(), SEED);
                Model alone = transfer(new FineTune(0, List.of(), STEPS)).fit(mislabelled(), SEED)) {
            assertThat(accuracy(alone)).isLessThan(0.6);
            assertThat(accuracy(pupil)).isGreaterThan(0.85);
        }
    }

    @Test
    void learnsFromItsTeachersFeaturesAlone() throws IOException {
        Distil byFeatures = new Distil(new Lesson(0, 0, 2, 10), new FineTune(STEPS));
        Distil byLabels = new Distil(new Lesson(1, 0, 2, 1e-12), new FineTune(STEPS));
        double far = afterwards(byLabels);
        double near = afterwards(byFeatures);
        assertThat(near).isGreaterThan(far);
    }

    /** How well a probe on the pupil's features does that was taught by noise labels and a teacher. */
    private double afterwards(Strategy strategy) throws IOException {
        Path bundle = temp.resolve(Integer.toString(strategy.hashCode()));
        try (Model pupil = transfer(strategy).fit(mislabelled(), SEED)) {
            pupil.save(bundle);
        }
        try (Model probe = Transfer.from(bundle.toString()).run(Runs.quiet()).fit(letters, SEED)) {
            return accuracy(probe);
        }
    }

    @Test
    void aRunThatWasInterruptedEndsWithTheBitsOfOneThatWasNot() throws IOException {
        Path snapshot = temp.resolve("snapshot");
        Path checkpoints = temp.resolve("checkpoints");
        Steps short4 = new Steps(0.005, 4, 32, "adamw", 0.01, "linear", 0.1, 1, 1, 99, 5, 0.1);
        Distil strategy = new Distil(new Lesson(0.5, 1, 3, 2), new FineTune(short4));
        int[] steps = new int[1];
        Map<String, byte[]> whole = resumable(strategy, checkpoints, new Progress() {
            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps[0] == 2 * 9 + 5) {
                    Runs.copied(checkpoints, snapshot);
                }
            }
        });
        List<String> notes = new ArrayList<>();
        Map<String, byte[]> resumed = resumable(strategy, snapshot, new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });

        assertThat(notes).containsExactly("goes on at step 18");
        whole.forEach((name, wanted) -> assertThat(resumed.get(name)).as(name).isEqualTo(wanted));
    }

    private Map<String, byte[]> resumable(Strategy strategy, Path checkpoints, Progress progress) throws IOException {
        try (Model model =
                transfer(strategy).run(Runs.with(checkpoints, true, progress)).fit(letters, SEED)) {
            return Runs.weights(model, temp.resolve("weights"));
        }
    }

    @Test
    void saysWhatDoesNotBelongTogether() throws IOException {
        assertThatThrownBy(() -> Transfer.from(home.resolve("pupil").toString())
                        .by(Distil.DEFAULTS)
                        .run(Runs.quiet())
                        .fit(letters, SEED))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("learns from a fitted model; name its bundle by --teacher");
        Prior taught = Prior.NONE.teacher(Optional.of(home.resolve("teacher").toString()));
        assertThatThrownBy(() -> transfer(FineTune.DEFAULTS).prior(taught).fit(letters, SEED))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("strategy finetune learns from no --teacher; choose --strategy distil");
        Prior none = Prior.NONE.teacher(Optional.of(home.resolve("pupil").toString()));
        assertThatThrownBy(() -> transfer(Distil.DEFAULTS).prior(none).fit(letters, SEED))
                .hasMessageContaining("is no bundle, as a teacher must be");
        List<Sample<Text>> odd = new ArrayList<>();
        for (String label : List.of("owl", "fox", "owl", "fox")) {
            odd.add(new Sample<>(Text.of(label + odd.size()), new Target.Label(label), "" + odd.size()));
        }
        assertThatThrownBy(() -> transfer(Distil.DEFAULTS).fit(new Samples<>("odd", odd), SEED))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("the teacher does not know class 'fox'");
    }
}
