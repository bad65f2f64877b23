package dev.graft.train;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.Arrays;

/**
 * Logistic regression without each of some groups of examples: every fit begins at the fit to all of them, and many are
 * solved side by side as one product of matrices. The steps are those of L-BFGS for each fit on its own, on a scale on
 * which the curvature of the fit to all is 1; since little changes by leaving out a few, that takes a few steps. An
 * answer is at least as exact as a separate fit's.
 *
 * @see Curvature
 */
final class LeftOut {
    private static final int ITERATIONS = 300;
    /** Of the mean loss: tighter than a single fit's, since steps are cheap here. */
    private static final double TOLERANCE = Logistic.TOLERANCE / 100;
    /** How far a weight may be off where only the penalty holds it, as most are at large C. */
    private static final double OFF = 1e-4;
    /** Numbers in one (K, N, B) array of scores. */
    private static final long SCORES = 4_000_000;
    /** Numbers in one (K, P, B) array of weights, of which some 20 are held. */
    private static final long WEIGHTS = 1_000_000;

    private final LinearData data;
    private final double strength;
    private final LinearFit all;
    private final int answers;
    private final int parameters;

    /** @param all the fit to all examples at this strength */
    LeftOut(LinearData data, double strength, LinearFit all) {
        this.data = data;
        this.strength = strength;
        this.all = all;
        this.answers = data.answers();
        this.parameters = data.width() + 1;
    }

    /** @param scores (N) of K: those of the members of groups are set, to what the fit without the group gives */
    void into(double[][] scores, int[][] groups) {
        if (groups.length == 0) {
            return;
        }
        long most = Math.min(SCORES / ((long) answers * data.size()), WEIGHTS / ((long) answers * parameters));
        int block = (int) Math.max(1, Math.min(most, groups.length));
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            BatchedLoss loss = BatchedLoss.of(data, 1 / strength);
            Tensor start = start();
            Curvature curvature = loss.curvature(start);
            for (int from = 0; from < groups.length; from += block) {
                int[][] some = Arrays.copyOfRange(groups, from, Math.min(from + block, groups.length));
                solve(loss.without(some), start, curvature, scores, some);
            }
        }
    }

    /** (K, P, 1): weights and, last, the intercept. */
    private Tensor start() {
        double[] start = new double[answers * parameters];
        for (int c = 0; c < answers; c++) {
            System.arraycopy(all.weights(), c * data.width(), start, c * parameters, data.width());
            start[(c + 1) * parameters - 1] = all.intercepts()[c];
        }
        return Tensor.of(start, answers, parameters, 1);
    }

    private void solve(BatchedLoss loss, Tensor start, Curvature curvature, double[][] scores, int[][] groups) {
        try (Scope scope = Scope.open()) {
            Tensor begin = start.add(Tensor.zeros(1, 1, groups.length).to(start.dtype()));
            Tensor found = new BatchedLbfgs(Math.min(TOLERANCE * data.total(), OFF / strength), ITERATIONS)
                    .minimum(loss::slope, curvature::unbend, begin);
            for (int b = 0; b < groups.length; b++) {
                double[] weights = found.select(2, b).toDoubles();
                for (int i : groups[b]) {
                    scores[i] = loss.scores(i, weights);
                }
            }
        }
    }
}
