package dev.graft.train;

import dev.graft.data.SparseRows;
import dev.graft.data.Target;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A linear classifier or regressor on sparse rows, by L-BFGS on all cores. The objective is scikit-learn's: the strength
 * times the sum of the losses, plus half the squared length of the weights; the intercept is free.
 *
 * @param theta (V, K) weights, then K intercepts
 */
public record SparseFit(HeadProblem problem, double[] theta) {
    private static final double[] TRIED = {1, 3, 10, 30, 100};

    private static final int ITERATIONS = 500;
    /** Rows or columns that one thread takes at once. */
    private static final int CHUNK = 512;

    /** Strengths worth trying, rising. */
    public static double[] tried() {
        return TRIED.clone();
    }

    public static SparseFit zero(HeadProblem problem, int width) {
        return new SparseFit(problem, new double[(width + 1) * problem.answers()]);
    }

    /**
     * The optimum on some rows, from here.
     *
     * @param strength C, above 0
     * @param tolerance no slope of the mean loss is steeper at the end
     */
    public SparseFit fitted(SparseRows rows, List<Target> targets, double strength, double tolerance) {
        double[][] wanted = targets.stream().map(problem::wanted).toArray(double[][]::new);
        double[][] weights = targets.stream().map(problem::weights).toArray(double[][]::new);
        double total = Arrays.stream(weights).mapToDouble(w -> w[0]).sum();
        Lbfgs.Objective objective = (at, slope) -> objective(rows, wanted, weights, total, strength, at, slope);
        return new SparseFit(problem, new Lbfgs(tolerance, ITERATIONS).minimum(objective, theta));
    }

    private double objective(
            SparseRows rows,
            double[][] wanted,
            double[][] weights,
            double total,
            double strength,
            double[] at,
            double[] slope) {
        int k = problem.answers();
        double[] losses = new double[rows.size()];
        double[] excess = new double[rows.size() * k];
        inChunks(rows.size(), i -> {
            double[] scores = scores(rows.rows().get(i), at, k);
            losses[i] = problem.link().loss(scores, wanted[i], weights[i]);
            double[] means = problem.link().means(scores);
            for (int c = 0; c < k; c++) {
                excess[i * k + c] = (means[c] - wanted[i][c]) * weights[i][c] / total;
            }
        });
        double penalty = 1 / (strength * total);
        inChunks(rows.width(), column -> slope(rows.columns().get(column), excess, penalty, column * k, k, at, slope));
        int intercepts = rows.width() * k;
        Arrays.fill(slope, intercepts, intercepts + k, 0);
        for (int i = 0; i < excess.length; i++) {
            slope[intercepts + i % k] += excess[i];
        }
        double square = 0;
        for (int j = 0; j < intercepts; j++) {
            square += at[j] * at[j];
        }
        return Arrays.stream(losses).sum() / total + penalty * square / 2;
    }

    private static void slope(
            SparseRows.Row column, double[] excess, double penalty, int from, int k, double[] at, double[] slope) {
        for (int c = 0; c < k; c++) {
            slope[from + c] = penalty * at[from + c];
        }
        for (int e = 0; e < column.at().length; e++) {
            double value = column.values()[e];
            int row = column.at()[e] * k;
            for (int c = 0; c < k; c++) {
                slope[from + c] += value * excess[row + c];
            }
        }
    }

    /** K scores of a row. */
    public double[] scores(SparseRows.Row row) {
        return scores(row, theta, problem.answers());
    }

    private static double[] scores(SparseRows.Row row, double[] theta, int k) {
        double[] scores = Arrays.copyOfRange(theta, theta.length - k, theta.length);
        for (int e = 0; e < row.at().length; e++) {
            double value = row.values()[e];
            int from = row.at()[e] * k;
            for (int c = 0; c < k; c++) {
                scores[c] += value * theta[from + c];
            }
        }
        return scores;
    }

    private static void inChunks(int count, IntConsumer each) {
        IntStream.range(0, (count + CHUNK - 1) / CHUNK)
                .parallel()
                .forEach(chunk -> IntStream.range(chunk * CHUNK, Math.min((chunk + 1) * CHUNK, count))
                        .forEach(each));
    }
}
