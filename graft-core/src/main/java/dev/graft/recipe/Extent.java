package dev.graft.recipe;

import dev.graft.base.Check;
import dev.graft.train.Length;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much of what a strategy wants is done. A budget is a wish; before training starts it is resolved into the other
 * numbers, which repeat the run without a clock.
 *
 * @param budget seconds that the whole run may take, loading and evaluation included; 0 for what it takes
 * @param examples of the training part that are learned from, a stratified share; 0 for all
 * @param testExamples of the test part that are measured on, likewise
 * @param phases length of each phase; none for what the strategy says
 */
public record Extent(double budget, int examples, int testExamples, List<Length> phases) {
    /** All that the strategy wants. */
    public static final Extent ALL = new Extent(0, 0, 0, List.of());

    public Extent {
        Check.notNegative("budget", budget);
        Check.atLeast("examples", examples, 0);
        Check.atLeast("testExamples", testExamples, 0);
        phases = List.copyOf(phases);
    }

    /** As much as fits into some seconds. */
    public static Extent within(double seconds) {
        return new Extent(Check.positive("budget", seconds), 0, 0, List.of());
    }

    /** As much as fits into some time, else all. */
    public static Extent within(Optional<Duration> budget) {
        return budget.map(time -> within(time.toMillis() / 1e3)).orElse(ALL);
    }

    /** For a strategy of other phases, which last as long as it says. */
    Extent unmeasured() {
        return new Extent(budget, examples, testExamples, List.of());
    }

    /** Whether it still has to be turned into numbers. */
    boolean open() {
        return budget > 0;
    }

    /** @param lengths of the phases as they were in the end */
    Extent lasted(List<Length> lengths) {
        boolean cut = lengths.stream().anyMatch(length -> length.done() < length.steps());
        return cut ? new Extent(budget, examples, testExamples, lengths) : this;
    }
}
