package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Folds;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.evaluate.CrossValidation;
import dev.graft.evaluate.Learner;
import dev.graft.model.Prediction;
import dev.graft.train.Progress;
import dev.graft.train.StoppedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossValidateTest {
    private static final String[] THINGS = {"film", "soup", "hotel", "song", "book", "train"};
    private static final String[] GOOD = {"wonderful", "a joy", "lovely", "the best"};
    private static final String[] BAD = {"dreadful", "a bore", "horrid", "the worst"};

    private static Dataset<Text> data() {
        List<Sample<Text>> samples = new ArrayList<>();
        for (String thing : THINGS) {
            for (int i = 0; i < 4; i++) {
                samples.add(sample("This " + thing + " was " + GOOD[i], "good"));
                samples.add(sample("This " + thing + " was " + BAD[i], "bad"));
            }
        }
        return new Samples<>("test", samples);
    }

    private static Sample<Text> sample(String text, String label) {
        return new Sample<>(Text.of(text), new Target.Label(label), "test");
    }

    /** Counts inputs that go through the network. */
    private static final class Counting implements Progress {
        private final AtomicInteger passes = new AtomicInteger();
        private final AtomicLong inputs = new AtomicLong();

        @Override
        public void begin(String work, long units) {
            passes.addAndGet("features".equals(work) ? 1 : 0);
            inputs.addAndGet("features".equals(work) ? units : 0);
        }
    }

    private static Transfer probe(double strength, Progress progress) {
        Transfer.Run run = Transfer.Run.defaults();
        return Transfer.from("all-minilm-l6-v2")
                .by(new LinearProbe(strength, List.of(), LinearProbe.DEFAULTS.steps()))
                .run(new Transfer.Run(
                        run.hub(), run.precision(), Features.Keep.NOTHING, Optional.empty(), false, progress));
    }

    @Test
    void aProbeReadsEachInputOnceForAllFoldsAndRepeats() throws Exception {
        Counting counting = new Counting();

        CrossValidation found = CrossValidate.folds(probe(0, counting), data(), new Folds(4, 2), 3);

        assertThat(counting.passes).hasValue(1);
        assertThat(counting.inputs).hasValue(48);
        assertThat(found.featurePasses()).isEqualTo(1);
        assertThat(found.folds()).hasSize(8);
        assertThat(found.metrics().get("accuracy").mean()).isGreaterThan(0.9);
    }

    @Test
    void foldsOfAProbeAreThoseOfAModelTrainedForEach() throws Exception {
        Transfer transfer = probe(0, Progress.SILENT);
        Dataset<Text> data = data();

        CrossValidation once = CrossValidate.folds(transfer, data, new Folds(3, 1), 3);
        CrossValidation each = CrossValidation.of(
                data,
                transfer.task().of(data, Facts.of(data)),
                new Folds(3, 1),
                3,
                Learner.of(data, train -> transfer.fit(train, 3)));

        assertSame(once, each, 1e-4f);
        assertThat(each.featurePasses()).isEqualTo(3);
    }

    @Test
    void leavingOneOutOfAProbeIsAModelTrainedForEach() throws Exception {
        Transfer transfer = probe(1, Progress.SILENT);
        Dataset<Text> data = data().subset(new int[] {0, 1, 2, 3, 12, 13, 22, 23, 30, 31});

        CrossValidation once = CrossValidate.leaveOneOut(transfer, data, 3);
        CrossValidation each = CrossValidation.leaveOneOut(
                data, transfer.task().of(data, Facts.of(data)), 3, Learner.of(data, train -> transfer.fit(train, 3)));

        assertSame(once, each, 1e-3f);
        assertThat(once.featurePasses()).isEqualTo(1);
    }

    private static void assertSame(CrossValidation a, CrossValidation b, float near) {
        for (int i = 0; i < a.answers().size(); i++) {
            assertThat(((Prediction.OneOf) a.answers().get(i)).probabilities())
                    .as("example %s", i)
                    .containsExactly(((Prediction.OneOf) b.answers().get(i)).probabilities(), within(near));
        }
    }

    /** Keeps what begins, and stops at one of it. */
    private static final class Stopping implements Progress {
        private final List<String> begun = new ArrayList<>();
        private final String at;

        private Stopping(String at) {
            this.at = at;
        }

        @Override
        public void begin(String work, long units) {
            begun.add(work);
            if (!at.isEmpty() && work.startsWith(at)) {
                throw new StoppedException("stopped");
            }
        }
    }

    private static Transfer tuning(Transfer.Run run) {
        return Transfer.from("all-minilm-l6-v2")
                .by(FineTune.DEFAULTS.with("last", 1).with("epochs", 1))
                .run(run);
    }

    @Test
    void goesOnBehindTheFoldsThatAnInterruptedRunHasDone(@TempDir Path folder) throws Exception {
        Folds folds = new Folds(3, 1);
        CrossValidation whole = CrossValidate.folds(tuning(Runs.quiet()), data(), folds, 42);
        Stopping stopping = new Stopping("fold 3 of 3");
        assertThatThrownBy(() -> CrossValidate.folds(tuning(Runs.with(folder, false, stopping)), data(), folds, 42))
                .isInstanceOf(StoppedException.class);

        Stopping resumed = new Stopping("");
        CrossValidation again = CrossValidate.folds(tuning(Runs.with(folder, true, resumed)), data(), folds, 42);

        assertThat(resumed.begun)
                .startsWith("fold 1 of 3", "fold 2 of 3")
                .anyMatch(work -> work.startsWith("fold 3 of 3: "));
        assertThat(resumed.begun).noneMatch(work -> work.startsWith("fold 2 of 3: "));
        assertThat(again.metrics()).isEqualTo(whole.metrics());
        Stopping anew = new Stopping("");
        CrossValidate.folds(tuning(Runs.with(folder, false, anew)), data(), folds, 42);
        assertThat(anew.begun).anyMatch(work -> work.startsWith("fold 1 of 3: "));
    }
}
