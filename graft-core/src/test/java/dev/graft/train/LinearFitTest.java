package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Target;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Golden values: scikit-learn 1.9.1, {@code LogisticRegression(C, tol=1e-12, max_iter=10000)} and {@code
 * Ridge(alpha=1/C)}.
 */
class LinearFitTest {
    private static final List<Target> THREE = Problems.labels(0, 1, 2, 1, 0, 2, 2, 0);
    private static final List<Target> TWO = Problems.labels(0, 1, 0, 1, 0, 1, 0, 1);

    private static LinearFit logistic(OneLabel task, List<Target> targets, double strength) {
        HeadProblem problem = HeadProblem.of(task);
        try (LinearData data = problem.data(Problems.apart(Problems.ROWS, targets))) {
            return Logistic.fit(data, strength, problem.start(2), 1e-9);
        }
    }

    @Test
    void severalClassesAreScikitLearns() {
        LinearFit weak = logistic(Problems.classes(3), THREE, 10);
        LinearFit strong = logistic(Problems.classes(3), THREE, 0.1);

        assertThat(weak.weights())
                .containsExactly(
                        new double[] {-1.010756, -1.844198, 1.969153, -0.245733, -0.958398, 2.089931}, within(2e-6));
        assertThat(weak.intercepts()).containsExactly(new double[] {0.632508, -1.412188, 0.77968}, within(2e-6));
        assertThat(strong.weights())
                .containsExactly(
                        new double[] {-0.152707, -0.267844, 0.223861, -0.002083, -0.071154, 0.269927}, within(2e-6));
    }

    @Test
    void twoClassesAreScikitLearns() {
        LinearFit fit = logistic(Problems.classes(2), TWO, 10);

        assertThat(fit.weights()).containsExactly(new double[] {1.023195, -0.172691}, within(2e-6));
        assertThat(fit.intercepts()).containsExactly(new double[] {-0.407754}, within(2e-6));
    }

    @Test
    void classWeightsAreScikitLearns() {
        LinearFit fit = logistic(Problems.classes(2, 2.0, 0.5), TWO, 1);

        assertThat(fit.weights()).containsExactly(new double[] {0.634487, -0.085421}, within(2e-6));
        assertThat(fit.intercepts()).containsExactly(new double[] {-1.569798}, within(2e-6));
    }

    @Test
    void ridgeIsScikitLearns() {
        HeadProblem problem = HeadProblem.of(new NumberTask(0, 1));
        try (LinearData data =
                problem.data(Problems.apart(Problems.ROWS, Problems.numbers(1, -2, 3, 0.5, 4, -1, 2, 0)))) {
            LinearFit fit = Ridge.fit(data, 2);

            assertThat(fit.weights()).containsExactly(new double[] {-1.012099873, -0.049147832}, within(1e-7));
            assertThat(fit.intercepts()).containsExactly(new double[] {1.3380394995922658}, within(1e-7));
        }
    }

    /** Numbers without rhyme or reason: only by an equal example that stays in the fit could one be known. */
    @Test
    void anEqualExampleDoesNotStayInTheFitThatJudges() {
        LabelledRows once = Problems.clouds(30, 40, 3, 1, 4);
        Random random = new Random(4);
        double[] numbers =
                IntStream.range(0, 60).mapToDouble(i -> random.nextGaussian()).toArray();
        System.arraycopy(numbers, 0, numbers, 30, 30);
        float[][] rows = Stream.concat(Arrays.stream(once.rows()), Arrays.stream(once.rows()))
                .toArray(float[][]::new);
        HeadProblem problem = HeadProblem.of(new NumberTask(0, 1));
        int[] twins = IntStream.range(0, 60).map(i -> i % 30).toArray();
        LabelledRows twice = new LabelledRows(rows, Problems.numbers(numbers), twins);
        assertThat(Strengths.choose(problem, twice, 1)).isEqualTo(Strengths.TRIED[0]);
        LabelledRows unknown = Problems.apart(rows, Problems.numbers(numbers));
        assertThat(Strengths.choose(problem, unknown, 1)).isGreaterThan(100);
    }

    @Test
    void aHeadOfTwoRowsSaysWhatTheYesOrNoSays() {
        HeadProblem problem = HeadProblem.of(Problems.classes(2));
        LinearFit fit = logistic(Problems.classes(2), TWO, 10);
        LinearFit wide = problem.widened(fit);

        for (float[] row : Problems.ROWS) {
            float[] narrow = ((Prediction.OneOf) problem.answer(fit.scores(row))).probabilities();
            double[] means = Link.SOFTMAX.means(wide.scores(row));
            assertThat(means).containsExactly(new double[] {narrow[0], narrow[1]}, within(1e-7));
        }
    }

    @Test
    void choosesAStrengthThatDoesBestOnWhatWasNotFitted() {
        HeadProblem problem = HeadProblem.of(Problems.classes(2));

        double noisy = new ConvexHead(0)
                .solve(problem, Problems.clouds(120, 40, 2, 30, 1), 3)
                .strength();
        double clear = new ConvexHead(0)
                .solve(problem, Problems.clouds(120, 40, 2, 0.3, 1), 3)
                .strength();

        assertThat(noisy).isEqualTo(0.1);
        assertThat(clear).isGreaterThan(10);
        assertThat(new ConvexHead(7)
                        .solve(problem, Problems.clouds(12, 4, 2, 1, 1), 3)
                        .strength())
                .isEqualTo(7);
    }
}
