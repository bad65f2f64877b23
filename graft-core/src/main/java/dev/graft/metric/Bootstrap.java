package dev.graft.metric;

import dev.graft.base.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Intervals of any metric: its value on many sets drawn with replacement from the examples, without the outermost
 * ones. Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13 (percentile interval).
 *
 * <p>Draws from 50 examples that are all right are all right, too, and the plain interval would be the single point
 * 1. Nothing was seen of what the model does when it errs; that is no proof that it never does. So an end that would
 * coincide with the estimate is taken again from draws that hold an example which was not seen: for the worse end one
 * that is answered as if it were another, for the better end one that is answered rightly. Its share of a draw is
 * that of one more example in the Bayesian bootstrap, Beta(1, N) (Rubin, "The Bayesian Bootstrap", Annals of
 * Statistics 1981); bounds from the sample and one worst value more are Gaffke's (Learned-Miller and Thomas, "A New
 * Confidence Interval for the Mean of a Bounded Random Variable", 2019). For an accuracy of 1 this is the exact
 * binomial bound but for rounding to whole examples: 0.92 to 1 at N = 50. What remains a point, as with numbers that
 * do not vary, is UNKNOWN.
 *
 * <p>Draws on which the metric is NaN, as those without a class, are left out; UNKNOWN if they are more than half.
 * The estimate is always inside. Percentile intervals of a few dozen examples are somewhat too narrow.
 */
public final class Bootstrap {
    private Bootstrap() {}

    /**
     * @param draws sets drawn, at least 100; the usual 1000 are enough for a level of 0.95
     * @param seed equal seeds give equal intervals, on any number of threads
     * @param level how often such an interval should hold the true value, in (0, 1)
     */
    public static Interval interval(Metric metric, Scored scored, int draws, long seed, double level) {
        return intervals(List.of(metric), scored, draws, seed, level).get(metric.name());
    }

    /** Intervals of several metrics from the same draws, by name and in order: much of the work is shared. */
    public static Map<String, Interval> intervals(
            List<? extends Metric> metrics, Scored scored, int draws, long seed, double level) {
        check(draws, level);
        double[] estimates =
                metrics.stream().mapToDouble(metric -> metric.of(scored)).toArray();
        double[][] plain = Resampling.values(metrics, scored, scored.size(), draws, seed);
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (int m = 0; m < estimates.length; m++) {
            Metric metric = metrics.get(m);
            intervals.put(metric.name(), interval(metric, estimates[m], plain[m], scored, seed, level));
        }
        return intervals;
    }

    private static Interval interval(
            Metric metric, double estimate, double[] plain, Scored scored, long seed, double level) {
        boolean singleNumber = scored.kind() == Scored.Kind.NUMBERS && scored.size() == 1;
        if (Double.isNaN(estimate) || singleNumber) {
            return Interval.UNKNOWN; // one number says nothing about how far off another may be
        }
        return Percentiles.of(
                estimate,
                plain,
                () -> withUnseen(metric, scored, !metric.higherIsBetter(), plain.length, seed),
                () -> withUnseen(metric, scored, metric.higherIsBetter(), plain.length, seed),
                level);
    }

    /** The metric on draws with an unseen example, answered rightly or wrongly. */
    static double[] withUnseen(Metric metric, Scored scored, boolean rightly, int draws, long seed) {
        int[] unseen = Unseen.examples(scored, seed);
        Scored all = rightly ? Unseen.withRight(scored, unseen) : Unseen.withWrong(scored, unseen, seed);
        return Resampling.values(List.of(metric), all, scored.size(), draws, seed)[0];
    }

    static void check(int draws, double level) {
        Check.atLeast("draws", draws, 100);
        Interval.checkLevel(level);
    }
}
