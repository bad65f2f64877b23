package dev.graft.metric;

import java.util.Arrays;
import java.util.function.Supplier;

/** The ends of an interval from draws; see {@link Bootstrap} for what they promise. */
final class Percentiles {
    private Percentiles() {}

    /**
     * @param plain values of draws from what was seen
     * @param below values of draws with unseen examples that lower the value, for an end that plain draws leave at the
     *     estimate
     * @param above the same for the upper end
     */
    static Interval of(
            double estimate, double[] plain, Supplier<double[]> below, Supplier<double[]> above, double level) {
        double tail = (1 - level) / 2;
        double slack = 1e-12 * Math.max(Math.abs(estimate), 1); // sums in another order differ so much
        double low = at(tail, plain);
        if (!(low < estimate - slack)) {
            low = Math.min(at(tail, below.get()), estimate);
        }
        double high = at(1 - tail, plain);
        if (!(high > estimate + slack)) {
            high = Math.max(at(1 - tail, above.get()), estimate);
        }
        return high - low > slack ? new Interval(low, high) : Interval.UNKNOWN; // also where an end is NaN
    }

    /** By linear interpolation between the draws in order; NaN if more than half of them could not be measured. */
    private static double at(double share, double[] draws) {
        double[] sorted = Arrays.stream(draws)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length * 2 < draws.length) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int from = (int) place;
        int to = Math.min(from + 1, sorted.length - 1);
        return sorted[from] + (place - from) * (sorted[to] - sorted[from]);
    }
}
