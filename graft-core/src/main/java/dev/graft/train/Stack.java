package dev.graft.train;

import dev.graft.data.Target;
import java.util.List;

/**
 * How much each of two sets of scores counts: the weights of least loss of their sum, never below 0, so that one which
 * tells nothing is left out. Source: Wolpert, "Stacked Generalization", Neural Networks 1992; Breiman, "Stacked
 * Regressions", Machine Learning 1996, for weights that are not negative.
 */
record Stack(double first, double second) {
    private static final double TOLERANCE = 1e-7;
    private static final int ITERATIONS = 200;

    /** @param first scores (N) of K of examples that were not fitted, as {@code second} */
    static Stack of(HeadProblem problem, List<Target> targets, double[][] first, double[][] second) {
        double[] both = weights(problem, targets, new double[][][] {first, second});
        if (both[0] >= 0 && both[1] >= 0) {
            return new Stack(both[0], both[1]);
        }
        double[] one = weights(problem, targets, new double[][][] {both[0] < 0 ? second : first});
        double weight = Math.max(0, one[0]);
        return both[0] < 0 ? new Stack(0, weight) : new Stack(weight, 0);
    }

    /** Of each set; half of the sum of their squares is added to the sum of the losses, as at a strength of 1. */
    private static double[] weights(HeadProblem problem, List<Target> targets, double[][][] sets) {
        int n = targets.size();
        double[][] wanted = targets.stream().map(problem::wanted).toArray(double[][]::new);
        double[][] counts = targets.stream().map(problem::weights).toArray(double[][]::new);
        Lbfgs.Objective objective = (at, slope) -> {
            double loss = 0;
            for (int s = 0; s < sets.length; s++) {
                slope[s] = at[s] / n;
                loss += at[s] * at[s] / (2 * n);
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
