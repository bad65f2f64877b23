package dev.graft.metric;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import java.util.List;
import java.util.stream.IntStream;

/** Two models on the same examples: what is hard for both cancels out, so that less data show a difference. */
public final class Paired {
    private Paired() {}

    /**
     * Bootstrap interval of the first model's metric minus the second's, from draws of the same examples for both.
     * The models differ if 0 is outside. An end that plain draws leave at the estimate, as where both are right
     * everywhere, is taken from draws with an unseen example that one gets right and the other wrong; see {@link
     * Bootstrap}.
     *
     * @param first answers of one model
     * @param second answers of the other to the same examples in the same order
     * @param draws at least 100
     * @param level how often such an interval should hold the true difference, in (0, 1)
     */
    public static Interval difference(Metric metric, Scored first, Scored second, int draws, long seed, double level) {
        Bootstrap.check(draws, level);
        sameExamples(first, second);
        double estimate = metric.of(first) - metric.of(second);
        boolean singleNumber = first.kind() == Scored.Kind.NUMBERS && first.size() == 1;
        if (Double.isNaN(estimate) || singleNumber) {
            return Interval.UNKNOWN;
        }
        List<Metric> one = List.of(metric);
        int size = first.size();
        return Percentiles.of(
                estimate,
                minus(
                        Resampling.values(one, first, size, draws, seed)[0],
                        Resampling.values(one, second, size, draws, seed)[0]),
                () -> minus(
                        Bootstrap.withUnseen(metric, first, !metric.higherIsBetter(), draws, seed),
                        Bootstrap.withUnseen(metric, second, metric.higherIsBetter(), draws, seed)),
                () -> minus(
                        Bootstrap.withUnseen(metric, first, metric.higherIsBetter(), draws, seed),
                        Bootstrap.withUnseen(metric, second, !metric.higherIsBetter(), draws, seed)),
                level);
    }

    /**
     * How likely two equally good models would differ so much by chance, in (0, 1]: of the examples that only one
     * gets right, each model should get about half. Exact and two-sided. Source: McNemar, Psychometrika 1947;
     * Dietterich, "Approximate Statistical Tests for Comparing Supervised Classification Learning Algorithms", 1998.
     */
    public static double mcNemar(Scored first, Scored second) {
        sameExamples(first, second);
        int onlyFirst = count(first, second);
        int onlySecond = count(second, first);
        int differing = onlyFirst + onlySecond;
        double logarithm = differing * Math.log(0.5); // of the chance of exactly k; the chance itself may underflow
        double tail = 0;
        for (int k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
            tail += Math.exp(logarithm);
            logarithm += Math.log((differing - k) / (k + 1.0));
        }
        return Math.min(1, 2 * tail);
    }

    private static int count(Scored right, Scored wrong) {
        return (int) IntStream.range(0, right.size())
                .filter(i -> right.isCorrect(i) && !wrong.isCorrect(i))
                .count();
    }

    private static double[] minus(double[] first, double[] second) {
        return IntStream.range(0, first.length)
                .mapToDouble(draw -> first[draw] - second[draw])
                .toArray();
    }

    private static void sameExamples(Scored first, Scored second) {
        boolean alike = first.kind() == second.kind() && first.classes() == second.classes();
        Check.that(
                alike && first.size() == second.size(),
                "two models are compared on the same examples, was " + described(first) + " and " + described(second));
        for (int i = 0; i < first.size(); i++) {
            if (!sameTruth(first, second, i)) {
                throw new BadArgument("example " + i + " has one true value for the first model and another for the"
                        + " second; give both the same examples in the same order");
            }
        }
    }

    private static boolean sameTruth(Scored first, Scored second, int i) {
        if (first.kind() == Scored.Kind.NUMBERS) {
            return first.target(i) == second.target(i);
        }
        return IntStream.range(0, first.classes()).allMatch(c -> first.has(i, c) == second.has(i, c));
    }

    private static String described(Scored scored) {
        return scored.size() + " examples with " + scored.kind() + ", " + scored.classes() + " classes";
    }
}
