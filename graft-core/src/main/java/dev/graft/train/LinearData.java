package dev.graft.train;

import dev.graft.base.DType;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;

/**
 * Features and what they should give, ready for any number of fits; freed on close.
 *
 * @param x (N, D) F64
 * @param y (N, K) F64: what is wanted, times its weight
 * @param w (N, K) F64: how much each answer of each example counts
 * @param total sum of the examples' weights
 */
public record LinearData(Tensor x, Tensor y, Tensor w, Link link, double total) implements AutoCloseable {
    /**
     * @param features (N) rows of D
     * @param wanted (N) rows of K: 1 where the answer is yes, else 0; or the number
     * @param weights (N) rows of K: how much each counts
     */
    public static LinearData of(float[][] features, double[][] wanted, double[][] weights, Link link) {
        int n = features.length;
        int d = features[0].length;
        int k = wanted[0].length;
        float[] x = new float[n * d];
        double[] y = new double[n * k];
        double[] w = new double[n * k];
        double total = 0;
        for (int i = 0; i < n; i++) {
            System.arraycopy(features[i], 0, x, i * d, d);
            for (int c = 0; c < k; c++) {
                y[i * k + c] = wanted[i][c] * weights[i][c];
                w[i * k + c] = weights[i][c];
            }
            total += weights[i][0];
        }
        try (Scope scope = Scope.open()) {
            return new LinearData(
                    scope.own(Tensor.of(x, n, d).to(DType.F64)),
                    scope.own(Tensor.of(y, n, k)),
                    scope.own(Tensor.of(w, n, k)),
                    link,
                    total);
        }
    }

    int size() {
        return (int) x.size(0);
    }

    int width() {
        return (int) x.size(1);
    }

    int answers() {
        return (int) y.size(1);
    }

    @Override
    public void close() {
        x.close();
        y.close();
        w.close();
    }
}
