package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.model.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a head fitted to all other examples says of each: not an approximation, but far faster than that many fits.
 *
 * <p>Twins are left out together. A strength that is to be chosen is chosen without the example, too: for numbers anew
 * for each, in closed form; for labels once for each of five blocks, on the examples outside of the block.
 *
 * @param strength C, above 0, or 0 for the best of several
 */
public record LeaveOneOut(double strength) {
    public LeaveOneOut {
        Check.notNegative("strength", strength);
    }

    /** @param seed of the blocks that strengths are chosen for */
    public List<Prediction> answers(HeadProblem problem, LabelledRows examples, long seed) {
        double[][] scores =
                problem.link() == Link.IDENTITY ? numbers(problem, examples) : labels(problem, examples, seed);
        return Arrays.stream(scores).map(problem::answer).toList();
    }

    private double[][] numbers(HeadProblem problem, LabelledRows examples) {
        double[] tried = strength > 0 ? new double[] {strength} : Strengths.TRIED;
        try (LinearData data = problem.data(examples)) {
            return DoubleStream.of(Ridge.leftOut(data, tried, groups(examples.twins())))
                    .mapToObj(score -> new double[] {score})
                    .toArray(double[][]::new);
        }
    }

    private double[][] labels(HeadProblem problem, LabelledRows examples, long seed) {
        double[][] scores = new double[examples.size()][];
        double[] strengths = new double[scores.length];
        Arrays.fill(strengths, strength);
        if (strength == 0) {
            strengths = Strengths.withoutEach(problem, examples, seed);
        }
        try (LinearData data = problem.data(examples)) {
            LinearFit all = problem.start(examples.width());
            for (double c : Arrays.stream(strengths).distinct().sorted().toArray()) {
                double[] of = strengths;
                all = Logistic.fit(data, c, all);
                int[][] groups = Arrays.stream(groups(examples.twins()))
                        .filter(group -> of[group[0]] == c)
                        .toArray(int[][]::new);
                new LeftOut(data, c, all).into(scores, groups);
            }
        }
        return scores;
    }

    private static int[][] groups(int[] twins) {
        return IntStream.of(twins)
                .distinct()
                .mapToObj(twin -> IntStream.range(0, twins.length)
                        .filter(i -> twins[i] == twin)
                        .toArray())
                .toArray(int[][]::new);
    }
}
