package dev.graft.metric;

import java.util.function.DoubleUnaryOperator;

/** How many standard errors to either side hold a given share of a distribution. */
final class Quantile {
    private Quantile() {}

    /** z with P(|Z| <= z) = level for a standard normal Z. */
    static double normal(double level) {
        return inverse(Quantile::normalWithin, level);
    }

    /**
     * t with P(|T| <= t) = level for Student's T.
     *
     * @param freedom degrees of freedom, at least 1
     */
    static double student(double level, int freedom) {
        return inverse(t -> studentWithin(t, freedom), level);
    }

    /** P(|Z| <= z) by the series of Marsaglia, "Evaluating the Normal Distribution", J. Statistical Software 2004. */
    static double normalWithin(double z) {
        if (z > 8.5) {
            return 1; // beyond the last bit of a double
        }
        double sum = z;
        double term = z;
        for (int k = 3; term > sum * 1e-17; k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 2 * sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** P(|T| <= t), exact for whole degrees of freedom: Abramowitz and Stegun, formulae 26.7.3 and 26.7.4. */
    static double studentWithin(double t, int freedom) {
        double angle = Math.atan(t / Math.sqrt(freedom));
        double squared = Math.cos(angle) * Math.cos(angle);
        boolean odd = freedom % 2 == 1;
        double sum = 0;
        double term = odd ? Math.cos(angle) : 1;
        for (int k = odd ? 3 : 2; k <= freedom; k += 2) {
            sum += term;
            term *= squared * (k - 1) / k;
        }
        double part = sum * Math.sin(angle);
        return odd ? 2 / Math.PI * (angle + part) : part;
    }

    /**
     * Where a rising function from 0 towards 1 reaches the level: doubled until beyond, then halved to the last bit.
     */
    private static double inverse(DoubleUnaryOperator within, double level) {
        Interval.checkLevel(level);
        double high = 1;
        while (within.applyAsDouble(high) < level) {
            high *= 2;
        }
        double low = 0;
        for (double middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
            if (within.applyAsDouble(middle) < level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
