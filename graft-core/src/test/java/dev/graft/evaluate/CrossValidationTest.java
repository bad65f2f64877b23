package dev.graft.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Dataset;
import dev.graft.data.Folds;
import dev.graft.data.Labels;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Split;
import dev.graft.data.Target;
import dev.graft.metric.CorrectedVariance;
import dev.graft.metric.Wilson;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
    /** Numbers as inputs; those from 50 on are large, but for every tenth. */
    private static final Samples<Integer> DATA = new Samples<>(
            "test",
            IntStream.range(0, 100)
                    .mapToObj(i -> new Sample<>(
                            i, (Target) new Target.Label((i >= 50) != (i % 10 == 0) ? "large" : "small"), "row " + i))
                    .toList());

    private static final OneLabel TASK = new OneLabel(Labels.of(List.of("large", "small")));

    /** The label of the nearest number of the training part. */
    private static List<Prediction> nearest(Dataset<Integer> data, int[] train, int[] test) throws Exception {
        List<Prediction> said = new ArrayList<>();
        for (int t : test) {
            int best = train[0];
            for (int i : train) {
                best = Math.abs(i - t) < Math.abs(best - t) ? i : best;
            }
            boolean large = "large".equals(data.target(best).cell());
            said.add(new Prediction.OneOf(TASK.labels(), large ? new float[] {0.9f, 0.1f} : new float[] {0.2f, 0.8f}));
        }
        return said;
    }

    private static List<Prediction> nearest(int[] train, int[] test) {
        try {
            return nearest(DATA, train, test);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isAPlainLoopOverTheFolds() throws Exception {
        CrossValidation found = CrossValidation.of(DATA, TASK, new Folds(5, 3), 7, CrossValidationTest::nearest);

        List<Double> accuracies = new ArrayList<>();
        for (Split<Integer> split : new Folds(5, 3).of(DATA, 7)) {
            int[] train = inputs(split.train());
            int[] test = inputs(split.test());
            List<Prediction> said = nearest(train, test);
            double right = IntStream.range(0, test.length)
                    .filter(i -> said.get(i)
                            .answer()
                            .equals(DATA.get(test[i]).target().cell()))
                    .count();
            accuracies.add(right / test.length);
        }
        double[] values = accuracies.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        assertThat(found.folds()).hasSize(15).allMatch(f -> f.train() == 80 && f.test() == 20);
        assertThat(found.folds()).extracting(f -> f.values().get("accuracy")).containsExactlyElementsOf(accuracies);
        assertThat(found.folds().get(7))
                .extracting(CrossValidation.Fold::repeat, CrossValidation.Fold::number)
                .containsExactly(1, 2);
        Spread accuracy = found.metrics().get("accuracy");
        assertThat(found.metrics().keySet()).startsWith("accuracy").contains("macroF1", "logLoss");
        assertThat(accuracy.mean()).isEqualTo(mean, within(1e-12));
        assertThat(accuracy.standardDeviation())
                .isEqualTo(
                        Math.sqrt(Arrays.stream(values)
                                        .map(v -> (v - mean) * (v - mean))
                                        .sum()
                                / 14),
                        within(1e-12));
        assertThat(accuracy.interval()).isEqualTo(CorrectedVariance.interval(values, 80, 20, 0.95));
        assertThat(found.answers()).hasSize(100).doesNotContainNull();
    }

    private static int[] inputs(Dataset<Integer> data) throws Exception {
        int[] inputs = new int[data.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = data.get(i).input();
        }
        return inputs;
    }

    @Test
    void leavingOneOutJudgesAllAnswersTogether() throws Exception {
        Set<Integer> tested = new HashSet<>();
        CrossValidation found = CrossValidation.leaveOneOut(DATA, TASK, 7, (train, test) -> {
            assertThat(train).hasSize(99).doesNotContain(test);
            tested.add(test[0]);
            return nearest(train, test);
        });

        Spread accuracy = found.metrics().get("accuracy");
        long right = Math.round(accuracy.mean() * 100);
        assertThat(tested).hasSize(100);
        assertThat(found.folds()).isEmpty();
        assertThat(right).isBetween(60L, 95L);
        assertThat(accuracy.interval()).isEqualTo(Wilson.interval(right, 100, 0.95));
        assertThat(accuracy.standardDeviation()).isNaN();
        assertThat(found.featurePasses()).isEqualTo(100);
    }

    @Test
    void foldsThatAgreeExactlyGetTheIntervalOfAllAnswers() throws Exception {
        CrossValidation found = CrossValidation.of(
                DATA,
                TASK,
                new Folds(5, 1),
                7,
                (train, test) -> Arrays.stream(test)
                        .mapToObj(i -> (Prediction) new Prediction.OneOf(
                                TASK.labels(),
                                DATA.get(i).target().cell().equals("large") ? new float[] {1, 0} : new float[] {0, 1}))
                        .toList());

        assertThat(found.metrics().get("accuracy").mean()).isEqualTo(1);
        assertThat(found.metrics().get("accuracy").interval()).isEqualTo(Wilson.interval(100, 100, 0.95));
    }

    @Test
    void aMetricThatAFoldLeavesUndefinedIsOfAllAnswersTogether() throws Exception {
        Samples<Integer> numbers = new Samples<>(
                "numbers",
                IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> new Sample<>(i, (Target) new Target.Value(10 * i), "row " + i))
                        .toList());

        CrossValidation found = CrossValidation.of(
                numbers,
                new NumberTask(30, 14),
                new Folds(5, 1),
                7,
                (train, test) -> Arrays.stream(test)
                        .mapToObj(i -> (Prediction) new Prediction.Amount(10 * (i + 1) + 1))
                        .toList());

        assertThat(found.folds()).hasSize(5).allMatch(f -> f.values().get("r2").isNaN());
        assertThat(found.metrics().get("r2").mean()).isEqualTo(0.995, within(1e-12)); // 1 - 5 / 1000
        assertThat(found.metrics().get("r2").standardDeviation()).isNaN();
        assertThat(found.metrics().get("meanAbsoluteError").mean()).isEqualTo(1, within(1e-12));
        assertThat(found.metrics().get("meanAbsoluteError").standardDeviation()).isZero();
    }

    @Test
    void aModelThatDoesNotKnowALabelSaysItWithProbabilityZero() {
        Prediction given = new Prediction.OneOf(Labels.of(List.of("small")), new float[] {1});

        assertThat(((Prediction.OneOf) Aligned.to(TASK, given)).probabilities()).containsExactly(0, 1);
    }

    @Test
    void aBaselineIsALearnerToo() throws Exception {
        CrossValidation found =
                CrossValidation.of(DATA, TASK, Folds.DEFAULTS, 7, Learner.of(DATA, new Majority(), train -> TASK, 7));

        assertThat(found.metrics().get("accuracy").mean()).isEqualTo(0.5, within(0.05));
    }
}
