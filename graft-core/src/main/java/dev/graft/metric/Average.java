package dev.graft.metric;

import java.util.Locale;

/**
 * How the counts of several classes become one number. A class that is neither true nor chosen anywhere is left out;
 * a ratio without a denominator is 0, as in scikit-learn. (For several labels scikit-learn counts a label that never
 * occurs as 0; here it is left out too, so that perfect answers score 1.) NaN if no class occurs.
 */
public enum Average {
    /** Counts added up over the classes: each decision weighs the same. */
    MICRO,
    /** Mean over the classes: each class weighs the same. */
    MACRO,
    /** Mean over the classes, weighted by how often each is true. */
    WEIGHTED;

    /** A number from the counts of one class, or of all together. */
    interface Formula {
        double of(double hits, double chosen, double actual);
    }

    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    double of(Tally tally, Formula formula) {
        double sum = 0;
        double weights = 0;
        double hits = 0;
        double chosen = 0;
        double actual = 0;
        for (int c = 0; c < tally.hits().length; c++) {
            if (tally.occurs(c)) {
                double weight = this == WEIGHTED ? tally.actual()[c] : 1;
                sum += weight * formula.of(tally.hits()[c], tally.chosen()[c], tally.actual()[c]);
                weights += weight;
                hits += tally.hits()[c];
                chosen += tally.chosen()[c];
                actual += tally.actual()[c];
            }
        }
        if (weights == 0) {
            return Double.NaN;
        }
        return this == MICRO ? formula.of(hits, chosen, actual) : sum / weights;
    }

    static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
