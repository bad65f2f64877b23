package dev.graft.train;

import dev.graft.data.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much each of two sets of scores counts: the weights of least loss of their sum, never below 0, so that one which
 * tells nothing is left out. Few examples say little of that, so the weights are drawn to 1 and 0, the first set as it
 * was fitted, and the second set counts only where what it adds is more than chance explains. Source: Wolpert, "Stacked
 * Generalization", Neural Networks 1992; Breiman, "Stacked Regressions", Machine Learning 1996, for weights that are not
 * negative.
 */
record Stack(double first, double second) {
    private static final double TOLERANCE = 1e-7;
    private static final int ITERATIONS = 200;
    private static final double SURE = 2; // standard errors: some 95 %

    /** @param first scores (N) of K of examples that were not fitted, as {@code second} */
    static Stack of(HeadProblem problem, List<Target> targets, double[][] first, double[][] second) {
        double[] both = weights(problem, targets, new double[] {1, 0}, first, second);
        if (both[0] < 0) {
            return new Stack(0, Math.max(0, weights(problem, targets, new double[] {0}, second)[0]));
        }
        double alone = Math.max(0, weights(problem, targets, new double[] {1}, first)[0]);
        double[] without = losses(problem, targets, new double[] {alone}, first);
        double[] with = losses(problem, targets, both, first, second);
        return both[1] > 0 && clearlyLess(with, without) ? new Stack(both[0], both[1]) : new Stack(alone, 0);
    }

    /** Whether the mean is less by more than chance explains. */
    private static boolean clearlyLess(double[] losses, double[] others) {
        double[] gains = new double[losses.length];
        Arrays.setAll(gains, i -> others[i] - losses[i]);
        double mean = Arrays.stream(gains).average().orElse(0);
        double squares =
                Arrays.stream(gains).map(gain -> (gain - mean) * (gain - mean)).sum();
        return mean > SURE * Math.sqrt(squares / ((double) gains.length * Math.max(1, gains.length - 1)));
    }

    private static double[] losses(HeadProblem problem, List<Target> targets, double[] weights, double[][]... sets) {
        return IntStream.range(0, targets.size())
                .mapToDouble(i -> problem.loss(sum(sets, weights, i), targets.get(i)))
                .toArray();
    }

    /**
     * Of each set. Half of the sum of squares of how far they are from what is usual is added to the sum of the losses,
     * as at a strength of 1.
     */
    private static double[] weights(HeadProblem problem, List<Target> targets, double[] usual, double[][]... sets) {
        int n = targets.size();
        double[][] wanted = targets.stream().map(problem::wanted).toArray(double[][]::new);
        double[][] counts = targets.stream().map(problem::weights).toArray(double[][]::new);
        Lbfgs.Objective objective = (at, slope) -> {
            double loss = 0;
            for (int s = 0; s < sets.length; s++) {
                double apart = at[s] - usual[s];
                slope[s] = apart / n;
                loss += apart * apart / (2 * n);
            }
            for (int i = 0; i < n; i++) {
                double[] sum = sum(sets, at, i);
                loss += problem.link().loss(sum, wanted[i], counts[i]) / n;
                double[] means = problem.link().means(sum);
                for (int c = 0; c < sum.length; c++) {
                    double excess = (means[c] - wanted[i][c]) * counts[i][c] / n;
                    for (int s = 0; s < sets.length; s++) {
                        slope[s] += excess * sets[s][i][c];
                    }
                }
            }
            return loss;
        };
        return new Lbfgs(TOLERANCE, ITERATIONS).minimum(objective, new double[sets.length]);
    }

    private static double[] sum(double[][][] sets, double[] at, int example) {
        double[] sum = new double[sets[0][example].length];
        for (int s = 0; s < sets.length; s++) {
            for (int c = 0; c < sum.length; c++) {
                sum[c] += at[s] * sets[s][example][c];
            }
        }
        return sum;
    }
}
