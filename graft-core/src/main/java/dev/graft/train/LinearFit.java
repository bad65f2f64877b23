package dev.graft.train;

import dev.graft.base.DType;
import dev.graft.engine.Functional;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;

/**
 * A linear classifier or regressor on fixed features, fitted to its optimum in float64.
 *
 * <p>The objective is scikit-learn's: {@code strength} times the sum of the examples' losses, plus half the squared
 * length of the weights; the intercept is free.
 *
 * @param weights (answers, D), row after row
 * @param intercepts (answers)
 */
public record LinearFit(double[] weights, double[] intercepts) {
    private static final double TOLERANCE = 1e-5;
    private static final int ITERATIONS = 500;

    /** How the loss of one example comes from its scores. */
    public enum Link {
        /** One of several classes: softmax. */
        SOFTMAX,
        /** Each answer yes or no on its own: sigmoid. */
        SIGMOID
    }

    /**
     * Features and what they should give, ready for any number of fits; freed on close.
     *
     * @param x (N, D) F64
     * @param y (N, K) F64: for each example and answer the weight of the positive case; 0 elsewhere
     * @param w (N, K) F64: for each example and answer its weight
     */
    public record Data(Tensor x, Tensor y, Tensor w, Link link, double total) implements AutoCloseable {
        /**
         * @param features (N) rows of D
         * @param wanted (N) rows of K: 1 where the answer is yes, else 0
         * @param weights (N) rows of K: how much each counts
         */
        public static Data of(float[][] features, double[][] wanted, double[][] weights, Link link) {
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
                return new Data(
                        scope.own(Tensor.of(x, n, d).to(DType.F64)),
                        scope.own(Tensor.of(y, n, k)),
                        scope.own(Tensor.of(w, n, k)),
                        link,
                        total);
            }
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

    /**
     * Logistic regression by L-BFGS.
     *
     * @param strength C: above 0; small ones keep the weights small
     * @param start where to begin, as a fit at a neighbouring strength; {@link #zero} else
     */
    public static LinearFit logistic(Data data, double strength, LinearFit start) {
        int d = data.width();
        int k = data.answers();
        double[] from = new double[k * d + k];
        System.arraycopy(start.weights, 0, from, 0, k * d);
        System.arraycopy(start.intercepts, 0, from, k * d, k);
        double penalty = 1 / (strength * data.total());
        double[] best = new Lbfgs(TOLERANCE, ITERATIONS)
                .minimum((theta, slope) -> objective(data, penalty, theta, slope), from);
        double[] weights = java.util.Arrays.copyOf(best, k * d);
        return new LinearFit(weights, java.util.Arrays.copyOfRange(best, k * d, k * d + k));
    }

    /** Mean loss plus penalty, so that slopes are of one size whatever the number of examples. */
    private static double objective(Data data, double penalty, double[] theta, double[] slope) {
        int d = data.width();
        int k = data.answers();
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor all = Tensor.of(theta, k * d + k);
            Tensor w = all.narrow(0, 0, (long) k * d).reshape(k, d);
            Tensor b = all.narrow(0, (long) k * d, k);
            Tensor scores = Functional.linear(data.x(), w, b);
            double loss;
            Tensor excess;
            if (data.link() == Link.SOFTMAX) {
                Tensor logs = scores.logSoftmax(-1);
                loss = -logs.mul(data.y()).sum().value();
                excess = logs.exp().mul(data.w()).sub(data.y());
            } else {
                loss = scores.softplus().mul(data.w()).sub(scores.mul(data.y())).sum().value();
                excess = scores.sigmoid().mul(data.w()).sub(data.y());
            }
            double scale = 1 / data.total();
            double[] gw = excess.transpose(0, 1).matmul(data.x()).toDoubles();
            double[] gb = excess.sum(0, false).toDoubles();
            double square = 0;
            for (int i = 0; i < k * d; i++) {
                slope[i] = gw[i] * scale + penalty * theta[i];
                square += theta[i] * theta[i];
            }
            for (int c = 0; c < k; c++) {
                slope[k * d + c] = gb[c] * scale;
            }
            return loss * scale + penalty * square / 2;
        }
    }

    /**
     * Ridge regression in closed form, on centred numbers.
     *
     * @param strength C: the penalty on the squared weights is 1/C
     */
    public static LinearFit ridge(Data data, double strength) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor meanX = data.x().mean(0, true);
            Tensor meanY = data.y().mean(0, true);
            Tensor x = data.x().sub(meanX);
            Tensor y = data.y().sub(meanY);
            Tensor gram = Functional.addDiagonal(x.transpose(0, 1).matmul(x), 1 / strength);
            Tensor w = Functional.solvePositive(gram, x.transpose(0, 1).matmul(y)); // (D, K)
            Tensor b = meanY.sub(meanX.matmul(w));
            return new LinearFit(w.transpose(0, 1).contiguous().toDoubles(), b.toDoubles());
        }
    }

    public static LinearFit zero(int answers, int width) {
        return new LinearFit(new double[answers * width], new double[answers]);
    }

    /** What this fit says of a row of features, before any link: K scores. */
    public double[] scores(float[] row) {
        double[] scores = intercepts.clone();
        for (int c = 0; c < scores.length; c++) {
            for (int j = 0; j < row.length; j++) {
                scores[c] += weights[c * row.length + j] * row[j];
            }
        }
        return scores;
    }
}
