package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.NUMBERS;

import java.util.Set;

/**
 * Mean distance of the number said from the true one, in its unit, at least 0, lower is better.
 */
public record MeanAbsoluteError() implements ExampleMean {

    @Override
    public String name() {
        return "meanAbsoluteError";
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public double most() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public Set<Scored.Kind> kinds() {
        return Set.of(NUMBERS);
    }

    @Override
    public double of(Scored scored, int i) {
        return Math.abs(scored.value(i) - scored.target(i));
    }
}
