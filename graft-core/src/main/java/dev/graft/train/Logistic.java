package dev.graft.train;

import dev.graft.engine.Functional;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.Arrays;

/**
 * Logistic regression by L-BFGS in float64. The objective is scikit-learn's: the strength times the sum of the
 * examples' losses, plus half the squared length of the weights; the intercept is free.
 */
public final class Logistic {
    /** No slope of the mean loss is steeper at the optimum. */
    static final double TOLERANCE = 1e-5;

    private static final int ITERATIONS = 500;

    private Logistic() {}

    /**
     * @param strength C: above 0; small ones keep the weights small
     * @param start where to begin, as a fit at a neighbouring strength; {@link LinearFit#zero} else
     */
    public static LinearFit fit(LinearData data, double strength, LinearFit start) {
        return fit(data, strength, start, TOLERANCE);
    }

    /** @param tolerance steepest slope of the mean loss that counts as level; scikit-learn's default is 1e-4 */
    public static LinearFit fit(LinearData data, double strength, LinearFit start, double tolerance) {
        int weights = start.weights().length;
        int answers = start.intercepts().length;
        double[] from = Arrays.copyOf(start.weights(), weights + answers);
        System.arraycopy(start.intercepts(), 0, from, weights, answers);
        double penalty = 1 / (strength * data.total());
        double[] best = new Lbfgs(tolerance, ITERATIONS)
                .minimum((theta, slope) -> objective(data, penalty, theta, slope), from);
        return new LinearFit(Arrays.copyOf(best, weights), Arrays.copyOfRange(best, weights, weights + answers));
    }

    /** Mean loss plus penalty, so that slopes are of one size whatever the number of examples. */
    private static double objective(LinearData data, double penalty, double[] theta, double[] slope) {
        int d = data.width();
        int k = data.answers();
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor all = Tensor.of(theta, (long) k * d + k);
            Tensor w = all.narrow(0, 0, (long) k * d).reshape(k, d);
            Tensor scores = Functional.linear(data.x(), w, all.narrow(0, (long) k * d, k));
            double loss;
            Tensor excess;
            if (data.link() == Link.SOFTMAX) {
                Tensor logs = scores.logSoftmax(-1);
                loss = -logs.mul(data.y()).sum().value();
                excess = logs.exp().mul(data.w()).sub(data.y());
            } else {
                loss = scores.softplus()
                        .mul(data.w())
                        .sub(scores.mul(data.y()))
                        .sum()
                        .value();
                excess = scores.sigmoid().mul(data.w()).sub(data.y());
            }
            double[] ofWeights = excess.transpose(0, 1).matmul(data.x()).toDoubles();
            double[] ofIntercepts = excess.sum(0, false).toDoubles();
            double square = 0;
            for (int i = 0; i < k * d; i++) {
                slope[i] = ofWeights[i] / data.total() + penalty * theta[i];
                square += theta[i] * theta[i];
            }
            for (int c = 0; c < k; c++) {
                slope[k * d + c] = ofIntercepts[c] / data.total();
            }
            return loss / data.total() + penalty * square / 2;
        }
    }
}
