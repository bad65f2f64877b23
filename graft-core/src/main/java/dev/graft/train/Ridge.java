package dev.graft.train;

import dev.graft.engine.Functional;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.Arrays;

/**
 * Ridge regression in closed form, on centred numbers, with what each fit would say of examples it had not seen.
 *
 * <p>Leaving an example out changes the other residuals by what the hat matrix says, without a new fit. Source: Allen,
 * "The relationship between variable selection and data augmentation and a method for prediction", Technometrics
 * 1974; the centring keeps it exact with a free intercept.
 */
public final class Ridge {
    private static final int BLOCK = 256;

    private Ridge() {}

    /** @param strength C: the penalty on the squared weights is 1/C */
    public static LinearFit fit(LinearData data, double strength) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor meanX = data.x().mean(0, true);
            Tensor meanY = data.y().mean(0, true);
            Tensor x = data.x().sub(meanX);
            Tensor moments = x.transpose(0, 1).matmul(data.y().sub(meanY));
            Tensor w = Functional.solvePositive(gram(x, strength), moments); // (D, K)
            Tensor b = meanY.sub(meanX.matmul(w));
            return new LinearFit(w.transpose(0, 1).contiguous().toDoubles(), b.toDoubles());
        }
    }

    /** For each strength the mean squared error on each example of the fit to all others. */
    static double[] losses(LinearData data, double[] strengths) {
        double[] losses = new double[strengths.length];
        for (int s = 0; s < strengths.length; s++) {
            try (Scope scope = Scope.open();
                    NoGrad off = NoGrad.open()) {
                losses[s] = Hat.of(data, strengths[s]).left().loss(new int[0]);
            }
        }
        return losses;
    }

    /**
     * What fits without each group say of its members. The strength of each is chosen without them, too: it is the one
     * with the least error on every other example left out after them, by the same identity.
     *
     * @param groups which examples are left out together
     * @return (N), of the members of groups; 0 elsewhere
     */
    static double[] leftOut(LinearData data, double[] strengths, int[][] groups) {
        double[] answers = new double[data.size()];
        double[] best = new double[groups.length];
        double[] truth = data.y().toDoubles();
        for (int s = 0; s < strengths.length; s++) {
            try (Scope scope = Scope.open();
                    NoGrad off = NoGrad.open()) {
                Hat hat = Hat.of(data, strengths[s]);
                for (int from = 0; from < groups.length; from += BLOCK) {
                    int to = Math.min(from + BLOCK, groups.length);
                    double[][][] columns = hat.columns(groups, from, to);
                    for (int g = from; g < to; g++) {
                        Left left = hat.left();
                        left.without(groups[g], columns[g - from]);
                        double loss = strengths.length == 1 ? 0 : left.loss(groups[g]);
                        if (s == 0 || loss < best[g]) {
                            best[g] = loss;
                            for (int i : groups[g]) {
                                answers[i] = truth[i] - left.residuals[i];
                            }
                        }
                    }
                }
            }
        }
        return answers;
    }

    private static Tensor gram(Tensor x, double strength) {
        return Functional.addDiagonal(x.transpose(0, 1).matmul(x), 1 / strength);
    }

    /**
     * The fit to all examples.
     *
     * @param x (N, D) centred
     * @param q (N, D): x times the inverse of its penalised Gram matrix
     * @param leverages diagonal of the hat matrix, in [1/N, 1)
     */
    private record Hat(Tensor x, Tensor q, double[] residuals, double[] leverages) {
        static Hat of(LinearData data, double strength) {
            int n = data.size();
            Tensor x = data.x().sub(data.x().mean(0, true));
            Tensor y = data.y().sub(data.y().mean(0, true));
            Tensor q = Functional.solvePositive(gram(x, strength), x.transpose(0, 1))
                    .transpose(0, 1)
                    .contiguous();
            Tensor residuals = y.sub(x.matmul(q.transpose(0, 1).matmul(y)));
            Tensor leverages = q.mul(x).sum(1, false).add(1.0 / n);
            return new Hat(x, q, residuals.toDoubles(), leverages.toDoubles());
        }

        Left left() {
            return new Left(residuals.clone(), leverages.clone());
        }

        /** Columns of the hat matrix, (group, member, N). */
        double[][][] columns(int[][] groups, int from, int to) {
            double[][][] columns = new double[to - from][][];
            try (Scope scope = Scope.open()) {
                for (int g = from; g < to; g++) {
                    long[] members = Arrays.stream(groups[g]).asLongStream().toArray();
                    columns[g - from] = new double[members.length][];
                }
                long[] all = Arrays.stream(groups, from, to)
                        .flatMapToInt(Arrays::stream)
                        .asLongStream()
                        .toArray();
                double[] rows = q.pick(0, Tensor.of(all, all.length))
                        .matmul(x.transpose(0, 1))
                        .add(1.0 / residuals.length)
                        .toDoubles();
                int at = 0;
                for (double[][] group : columns) {
                    for (int k = 0; k < group.length; k++, at += residuals.length) {
                        group[k] = Arrays.copyOfRange(rows, at, at + residuals.length);
                    }
                }
            }
            return columns;
        }
    }

    /** Residuals and leverages (N) while examples are left out one after the other. */
    private record Left(double[] residuals, double[] leverages) {
        /** @param columns of the hat matrix, one per member; changed */
        void without(int[] group, double[][] columns) {
            for (int k = 0; k < group.length; k++) {
                double[] column = columns[k];
                double factor = 1 / (1 - column[group[k]]);
                double residual = residuals[group[k]] * factor;
                for (int other = k + 1; other < group.length; other++) {
                    double share = column[group[other]] * factor;
                    for (int j = 0; j < column.length; j++) {
                        columns[other][j] += column[j] * share;
                    }
                }
                for (int j = 0; j < column.length; j++) {
                    residuals[j] += column[j] * residual;
                    leverages[j] += column[j] * column[j] * factor;
                }
            }
        }

        /** Mean squared error on what is not of the group when each is left out, too. */
        double loss(int[] group) {
            boolean[] out = new boolean[residuals.length];
            for (int i : group) {
                out[i] = true;
            }
            double loss = 0;
            for (int j = 0; j < out.length; j++) {
                double residual = residuals[j] / (1 - leverages[j]);
                loss += out[j] ? 0 : residual * residual;
            }
            return loss / (out.length - group.length);
        }
    }
}
