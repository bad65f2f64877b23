package dev.graft.train;

import dev.graft.base.DType;
import dev.graft.engine.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The sums of losses that B fits minimise side by side, each without some examples of its own.
 *
 * @param x (N, P) F64: the features and a last column of 1 for the intercept
 * @param y (K, N, 1) what is wanted, times its weight
 * @param w (K, N, 1) weights
 * @param kept (N, B): 0 where a fit does without an example, else 1
 * @param penalties (P, 1): on the squared weights, 0 for the intercept
 */
record BatchedLoss(Tensor x, Tensor y, Tensor w, Tensor kept, Tensor penalties, double penalty, Link link) {
    static BatchedLoss of(LinearData data, double penalty) {
        int n = data.size();
        double[] penalties = new double[data.width() + 1];
        Arrays.fill(penalties, 0, data.width(), penalty);
        return new BatchedLoss(
                Tensor.cat(List.of(data.x(), Tensor.ones(n, 1).to(DType.F64)), 1),
                data.y().transpose(0, 1).unsqueeze(2).contiguous(),
                data.w().transpose(0, 1).unsqueeze(2).contiguous(),
                Tensor.ones(n, 1).to(DType.F64),
                Tensor.of(penalties, penalties.length, 1),
                penalty,
                data.link());
    }

    /** The same loss for one fit per group, without its members. */
    BatchedLoss without(int[][] groups) {
        double[] ones = new double[(int) x.size(0) * groups.length];
        Arrays.fill(ones, 1);
        for (int b = 0; b < groups.length; b++) {
            for (int i : groups[b]) {
                ones[i * groups.length + b] = 0;
            }
        }
        return new BatchedLoss(x, y, w, Tensor.of(ones, x.size(0), groups.length), penalties, penalty, link);
    }

    /** @param weights (K, P, B), and so is the slope */
    Tensor slope(Tensor weights) {
        Tensor excess = means(weights).mul(w).sub(y).mul(kept);
        return x.transpose(0, 1).matmul(excess).add(weights.mul(penalties));
    }

    private Tensor means(Tensor weights) {
        Tensor scores = x.matmul(weights); // (K, N, B)
        return link == Link.SOFTMAX ? scores.softmax(0) : scores.sigmoid();
    }

    /** Of one fit to all. @param weights (K, P, 1) */
    Curvature curvature(Tensor weights) {
        return Curvature.of(x, means(weights).select(2, 0), w.select(2, 0), penalty, link);
    }

    /** K scores of an example. @param weights (K, P) of one fit */
    double[] scores(int example, double[] weights) {
        double[] row = x.select(0, example).toDoubles();
        double[] scores = new double[weights.length / row.length];
        for (int c = 0; c < scores.length; c++) {
            for (int j = 0; j < row.length; j++) {
                scores[c] += weights[c * row.length + j] * row[j];
            }
        }
        return scores;
    }
}
