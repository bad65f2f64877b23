package dev.graft.evaluate;

import dev.graft.metric.CorrectedVariance;
import dev.graft.metric.Interval;
import java.util.Arrays;

/**
 * A metric over folds.
 *
 * @param mean over the folds; of leave-one-out, and where a fold leaves the metric undefined, the value on all answers
 *     together
 * @param standardDeviation between the folds; NaN where the value is on all answers together
 * @param interval of the mean, with a level of 0.95
 */
public record Spread(double mean, double standardDeviation, Interval interval) {
    /**
     * Of folds that were tested apart. Their training parts overlap, for which the interval makes up; see
     * {@link CorrectedVariance}.
     *
     * @param values (J), one for each fold
     * @param train examples that a fold is trained on, on average
     * @param test examples that a fold is tested on, on average
     */
    static Spread of(double[] values, double train, double test) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        Interval interval = values.length < 2
                ? Interval.UNKNOWN
                : CorrectedVariance.interval(values, train, test, CrossValidation.LEVEL);
        return new Spread(mean, values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)), interval);
    }

    /** Of all answers together, with no interval yet. */
    static Spread pooled(double value) {
        return new Spread(value, Double.NaN, Interval.UNKNOWN);
    }

    Spread with(Interval other) {
        return new Spread(mean, standardDeviation, other);
    }
}
