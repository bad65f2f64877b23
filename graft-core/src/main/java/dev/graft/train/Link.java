package dev.graft.train;

import java.util.Arrays;

/** How the loss of one example comes from its scores. */
public enum Link {
    /** One of several classes: softmax and cross-entropy. */
    SOFTMAX,
    /** Each answer yes or no on its own: sigmoid and binary cross-entropy. */
    SIGMOID,
    /** A number: the score itself, and half the squared error. */
    IDENTITY;

    /**
     * @param scores (K)
     * @param wanted (K) 1 where the answer is yes, else 0; or the number
     * @param weights (K) how much each answer counts
     */
    public double loss(double[] scores, double[] wanted, double[] weights) {
        double most = this == SOFTMAX ? Arrays.stream(scores).max().orElse(0) : 0;
        double all = this == SOFTMAX ? most + Math.log(sumOfExponentials(scores, most)) : 0;
        double loss = 0;
        for (int c = 0; c < scores.length; c++) {
            loss += weights[c]
                    * switch (this) {
                        case SOFTMAX -> wanted[c] * (all - scores[c]);
                        case SIGMOID ->
                            Math.max(scores[c], 0) + Math.log1p(Math.exp(-Math.abs(scores[c]))) - scores[c] * wanted[c];
                        case IDENTITY -> (scores[c] - wanted[c]) * (scores[c] - wanted[c]) / 2;
                    };
        }
        return loss;
    }

    /** What scores (K) say: probabilities, or the number. The difference to what is wanted is the slope of the loss. */
    public double[] means(double[] scores) {
        double most = this == SOFTMAX ? Arrays.stream(scores).max().orElse(0) : 0;
        double sum = this == SOFTMAX ? sumOfExponentials(scores, most) : 1;
        double[] means = new double[scores.length];
        for (int c = 0; c < means.length; c++) {
            means[c] = switch (this) {
                case SOFTMAX -> Math.exp(scores[c] - most) / sum;
                case SIGMOID -> 1 / (1 + Math.exp(-scores[c]));
                case IDENTITY -> scores[c];
            };
        }
        return means;
    }

    private static double sumOfExponentials(double[] scores, double most) {
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - most);
        }
        return sum;
    }
}
