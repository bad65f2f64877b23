package dev.graft.bench.study;

import dev.graft.metric.CorrectedVariance;
import dev.graft.metric.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One number over draws.
 *
 * @param draws the number of each draw that there is, at least one
 * @param train examples that each draw trains on
 * @param overlap the test part over the training part where draws are resplits of one set, whose parts overlap; 0 where
 *     examples are drawn anew and all are judged on the same test part
 */
record DrawFigures(SortedMap<Integer, Double> draws, double train, double overlap) {
    private static final double LEVEL = 0.95;

    /** Of draws that are judged on one test part. */
    static DrawFigures of(SortedMap<Integer, Map<String, Object>> runs, String name) {
        SortedMap<Integer, Double> draws = new TreeMap<>();
        runs.forEach((draw, run) -> draws.put(draw, number(run, name)));
        return new DrawFigures(draws, number(runs.get(runs.firstKey()), "train"), 0);
    }

    /** Of draws that each divide one set anew. */
    static DrawFigures ofResplits(SortedMap<Integer, Map<String, Object>> runs, String name) {
        DrawFigures figures = of(runs, name);
        return new DrawFigures(figures.draws, figures.train, number(runs.get(runs.firstKey()), "test") / figures.train);
    }

    /** The mean of several data sets in each draw that all of them have. */
    static DrawFigures average(List<DrawFigures> sets) {
        SortedMap<Integer, Double> draws = new TreeMap<>(sets.get(0).draws);
        sets.forEach(set -> draws.keySet().retainAll(set.draws.keySet()));
        draws.replaceAll((draw, first) ->
                sets.stream().mapToDouble(set -> set.draws.get(draw)).average().orElseThrow());
        return new DrawFigures(draws, Double.NaN, 0);
    }

    /** The draws of several data sets, numbered anew. */
    static DrawFigures pooled(List<DrawFigures> sets) {
        SortedMap<Integer, Double> draws = new TreeMap<>();
        sets.forEach(set -> set.draws.values().forEach(value -> draws.put(draws.size(), value)));
        return new DrawFigures(draws, Double.NaN, 0);
    }

    /** What one way has over another on the draws that both have. */
    DrawFigures minus(DrawFigures other) {
        SortedMap<Integer, Double> less = new TreeMap<>(draws);
        less.keySet().retainAll(other.draws.keySet());
        less.replaceAll((draw, value) -> value - other.draws.get(draw));
        return new DrawFigures(less, train, overlap);
    }

    static double number(Map<String, Object> run, String name) {
        return ((Number) run.get(name)).doubleValue();
    }

    /** (J), one for each draw. */
    double[] values() {
        return draws.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    double mean() {
        return Arrays.stream(values()).average().orElse(Double.NaN);
    }

    double deviation() {
        double mean = mean();
        double squares = Arrays.stream(values())
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return draws.size() < 2 ? Double.NaN : Math.sqrt(squares / (draws.size() - 1));
    }

    /** 95 %, Student's; made wider for what resplits have in common. */
    Interval interval() {
        double share = Math.max(overlap, Double.MIN_VALUE); // beside 1/J so small a share is nothing
        return draws.size() < 2 ? Interval.UNKNOWN : CorrectedVariance.interval(values(), 1, share, LEVEL);
    }

    private boolean equal() {
        return Arrays.stream(values()).distinct().count() <= 1;
    }

    /** Where the interval begins; the value itself where several draws have the same, NaN of one draw. */
    double low() {
        return draws.size() > 1 && equal() ? mean() : interval().low();
    }

    /** Where the interval ends, likewise. */
    double high() {
        return draws.size() > 1 && equal() ? mean() : interval().high();
    }

    /** In a chart of shares: the mean, with the least and the most. */
    LineChart.Point point() {
        double[] values = values();
        return new LineChart.Point(
                train,
                mean(),
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
    }

    /** Of shares, in percent: mean, deviation, interval, as three cells. */
    String cells() {
        Interval interval = interval();
        String range = interval.isKnown()
                ? range(new Interval(Math.max(interval.low(), 0), Math.min(interval.high(), 1)))
                : range(interval);
        return String.format(Locale.ROOT, "%.2f | %s | %s", 100 * mean(), percent(deviation()), range);
    }

    /** In points: the mean and, in brackets, the interval; empty without draws. */
    String difference() {
        if (draws.isEmpty()) {
            return "";
        }
        String range = draws.size() == 1 ? "in one draw" : equal() ? "in each draw" : "(" + range(interval()) + ")";
        return String.format(Locale.ROOT, "%+.2f %s", 100 * mean(), range);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String range(Interval interval) {
        return interval.isKnown() ? percent(interval.low()) + " to " + percent(interval.high()) : "not known";
    }
}
