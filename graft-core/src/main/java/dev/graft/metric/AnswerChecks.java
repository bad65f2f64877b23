package dev.graft.metric;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;

/** Refuses answers that would make a metric lie; each message names the example, counted from 0. */
final class AnswerChecks {
    /** Rounding of half precision may add up to this much; a forgotten softmax is far off. */
    private static final double ROUNDING = 0.02;

    private AnswerChecks() {}

    static void probabilities(float[][] probabilities, int examples, int leastClasses) {
        sizes(probabilities.length, examples);
        int classes = probabilities[0].length;
        Check.atLeast("classes", classes, leastClasses);
        for (int i = 0; i < probabilities.length; i++) {
            width(i, probabilities[i].length, classes);
            for (float p : probabilities[i]) {
                // a softmax may round to a hair above 1
                if (!(p >= 0 && p <= 1.001f)) {
                    throw new BadArgument("example " + i + ": probabilities must be in [0, 1], one was " + p);
                }
            }
        }
    }

    static void sumsAreOne(float[][] probabilities) {
        for (int i = 0; i < probabilities.length; i++) {
            double sum = 0;
            for (float p : probabilities[i]) {
                sum += p;
            }
            if (Math.abs(sum - 1) > ROUNDING) {
                throw new BadArgument(
                        "example " + i + ": probabilities must add up to 1, was " + sum + "; apply softmax first");
            }
        }
    }

    static void classes(int[] truth, int classes) {
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] < 0 || truth[i] >= classes) {
                throw new BadArgument(
                        "example " + i + ": the true class must be in [0, " + classes + "), was " + truth[i]);
            }
        }
    }

    static void widths(boolean[][] truth, int classes) {
        for (int i = 0; i < truth.length; i++) {
            width(i, truth[i].length, classes);
        }
    }

    static void numbers(double[] predicted, double[] truth) {
        sizes(predicted.length, truth.length);
        for (int i = 0; i < truth.length; i++) {
            if (!Double.isFinite(predicted[i]) || !Double.isFinite(truth[i])) {
                throw new BadArgument("example " + i + ": numbers must be finite, predicted was " + predicted[i]
                        + ", true was " + truth[i]);
            }
        }
    }

    private static void sizes(int said, int examples) {
        Check.atLeast("examples", examples, 1);
        Check.that(said == examples, said + " answers for " + examples + " true values; each example needs both");
    }

    private static void width(int i, int found, int classes) {
        Check.that(found == classes, "example " + i + " has " + found + " classes, the first one " + classes);
    }
}
