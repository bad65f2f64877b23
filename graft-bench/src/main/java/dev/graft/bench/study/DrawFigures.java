package dev.graft.bench.study;

import dev.graft.metric.CorrectedVariance;
import dev.graft.metric.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One number over draws.
 *
 * @param values (J), one for each draw
 * @param train examples that each draw trains on
 * @param test examples that each draw tests on
 */
record DrawFigures(double[] values, double train, double test) {
    static DrawFigures of(List<Map<String, Object>> runs, String name) {
        return new DrawFigures(
                runs.stream().mapToDouble(run -> number(run, name)).toArray(),
                number(runs.get(0), "train"),
                number(runs.get(0), "test"));
    }

    /** What one way has over another on the same draws, as far as both went. */
    DrawFigures minus(DrawFigures other) {
        double[] less = new double[Math.min(values.length, other.values.length)];
        for (int i = 0; i < less.length; i++) {
            less[i] = values[i] - other.values[i];
        }
        return new DrawFigures(less, train, test);
    }

    static double number(Map<String, Object> run, String name) {
        return ((Number) run.get(name)).doubleValue();
    }

    double mean() {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    double deviation() {
        double mean = mean();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    }

    /** 95 %, made wider for what the draws have in common. */
    Interval interval() {
        return values.length < 2 ? Interval.UNKNOWN : CorrectedVariance.interval(values, train, test, 0.95);
    }

    /** Of shares, in percent: mean, deviation, interval, as three cells. */
    String cells() {
        Interval interval = interval();
        String range = interval.isKnown()
                ? range(new Interval(Math.max(interval.low(), 0), Math.min(interval.high(), 1)))
                : range(interval);
        return String.format(Locale.ROOT, "%.2f | %s | %s", 100 * mean(), percent(deviation()), range);
    }

    /** In points: the mean and, in brackets, the interval. */
    String difference() {
        boolean equal = Arrays.stream(values).allMatch(value -> value == values[0]);
        String range = equal ? "in each draw" : "(" + range(interval()) + ")";
        return String.format(Locale.ROOT, "%+.2f %s", 100 * mean(), range);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String range(Interval interval) {
        return interval.isKnown() ? percent(interval.low()) + " to " + percent(interval.high()) : "not known";
    }
}
