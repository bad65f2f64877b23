package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Labels;
import dev.graft.data.Target;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.model.SeveralLabels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what it stands for: one fit for each example, without it. */
class LeaveOneOutTest {
    private static final HeadProblem NUMBER = HeadProblem.of(new NumberTask(20, 4));

    private static double ridge(LabelledRows examples, double strength, int... left) {
        int[] rest = Problems.without(examples.size(), left);
        ConvexHead.Solved solved = new ConvexHead(strength).solve(NUMBER, examples.at(rest), 1);
        return ((Prediction.Amount) NUMBER.answer(solved.fit().scores(examples.rows()[left[0]]))).value();
    }

    @ParameterizedTest
    @CsvSource({"30, 5, 1", "30, 5, 1000", "20, 60, 10", "30, 5, 0", "20, 60, 0"})
    void numbersAreThoseOfAFitForEach(int count, int width, double strength) {
        LabelledRows examples = Problems.withNumbers(Problems.clouds(count, width, 2, 1, 5), 5);

        List<Prediction> answers = new LeaveOneOut(strength).answers(NUMBER, examples, 1);

        for (int i = 0; i < count; i++) {
            assertThat(((Prediction.Amount) answers.get(i)).value())
                    .as("example %s", i)
                    .isEqualTo(ridge(examples, strength, i), within(1e-9));
        }
    }

    @Test
    void twinsAreLeftOutTogether() {
        LabelledRows apart = Problems.withNumbers(Problems.clouds(24, 6, 2, 1, 8), 8);
        int[] twins = IntStream.range(0, 24).map(i -> i == 9 || i == 4 ? 2 : i).toArray();
        LabelledRows examples = new LabelledRows(apart.rows(), apart.targets(), twins);

        double fixed = ((Prediction.Amount)
                        new LeaveOneOut(10).answers(NUMBER, examples, 1).get(4))
                .value();
        double chosen = ((Prediction.Amount)
                        new LeaveOneOut(0).answers(NUMBER, examples, 1).get(4))
                .value();

        assertThat(fixed).isEqualTo(ridge(apart, 10, 4, 2, 9), within(1e-9));
        assertThat(chosen).isEqualTo(ridge(apart, 0, 4, 2, 9), within(1e-9));
        assertThat(Math.abs(fixed - ridge(apart, 10, 4))).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @CsvSource({
        "60, 10, 2, 0.1",
        "60, 10, 2, 1000",
        "40, 80, 2, 100",
        "60, 10, 4, 10",
        "60, 10, 4, 1000",
        "48, 60, 3, 1000"
    })
    void classesAreThoseOfAFitForEach(int count, int width, int classes, double strength) {
        HeadProblem problem = HeadProblem.of(Problems.classes(classes));
        LabelledRows examples = Problems.clouds(count, width, classes, 2, 11);

        assertSame(problem, examples, strength);
    }

    @Test
    void weightsOfClassesCount() {
        OneLabel weighted = Problems.classes(3, 5.0, 1.0, 0.3);

        assertSame(HeadProblem.of(weighted), Problems.clouds(45, 8, 3, 2, 3), 10);
    }

    @Test
    void labelsThatAreJudgedApartAreThoseOfAFitForEach() {
        LabelledRows classes = Problems.clouds(40, 12, 4, 1, 2);
        List<Target> sets = classes.targets().stream()
                .map(t -> (Target) new Target.LabelSet(
                        "3".equals(t.cell()) ? List.of() : "2".equals(t.cell()) ? List.of("0", "1") : t.classes()))
                .toList();
        HeadProblem problem = HeadProblem.of(new SeveralLabels(Labels.of(List.of("0", "1"))));

        assertSame(problem, new LabelledRows(classes.rows(), sets, classes.twins()), 20);
    }

    @Test
    void moreParametersThanFitOneCurvatureAreSolvedTheSame() {
        LabelledRows examples = Problems.clouds(60, 260, 12, 0.8, 4); // 12 times 261 parameters
        HeadProblem problem = HeadProblem.of(Problems.classes(12));

        assertSame(problem, examples, 100);
    }

    @Test
    void aStrengthIsChosenWithoutTheExampleItIsUsedFor() {
        HeadProblem problem = HeadProblem.of(Problems.classes(2));
        LabelledRows examples = Problems.clouds(60, 10, 2, 2, 11);
        double[] before = Strengths.withoutEach(problem, examples, 1);
        float[][] rows = Arrays.stream(examples.rows()).map(float[]::clone).toArray(float[][]::new);
        Arrays.fill(rows[17], 1e3f);
        double[] after =
                Strengths.withoutEach(problem, new LabelledRows(rows, examples.targets(), examples.twins()), 1);

        assertThat(after[17]).isEqualTo(before[17]);
        assertThat(after).isNotEqualTo(before); // what it is not left out of does see it
    }

    private static void assertSame(HeadProblem problem, LabelledRows examples, double strength) {
        List<Prediction> answers = new LeaveOneOut(strength).answers(problem, examples, 1);

        for (int i = 0; i < examples.size(); i++) {
            float[] wanted;
            try (LinearData data = problem.data(examples.at(Problems.without(examples.size(), i)))) {
                LinearFit fit = Logistic.fit(data, strength, problem.start(examples.rows()[0].length), 1e-9);
                wanted = probabilities(problem.answer(fit.scores(examples.rows()[i])));
            }
            assertThat(probabilities(answers.get(i))).as("example %s", i).containsExactly(wanted, within(1e-4f));
        }
    }

    private static float[] probabilities(Prediction prediction) {
        return prediction instanceof Prediction.OneOf one
                ? one.probabilities()
                : ((Prediction.AnyOf) prediction).probabilities();
    }
}
