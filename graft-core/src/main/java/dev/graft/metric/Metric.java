package dev.graft.metric;

import java.util.Set;

/**
 * One number that says how well answers fit the truth. Best is 1 where higher is better and 0 where lower is.
 *
 * <p>What cannot be measured on the given examples is NaN, never a made-up number: a correlation with a truth that
 * does not vary, a class average without classes.
 */
public interface Metric {

    /** The key in JSON and on the command line, as {@code macroF1}. */
    String name();

    boolean higherIsBetter();

    /** The smallest value that there can be. */
    default double least() {
        return 0;
    }

    /** The largest value that there can be. */
    default double most() {
        return 1;
    }

    /** The kinds of answers that this metric can judge. */
    Set<Scored.Kind> kinds();

    /** @throws dev.graft.base.BadArgument if the answers are not of a kind that this metric judges */
    double of(Scored scored);
}
