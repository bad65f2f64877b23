package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.NUMBERS;

import java.util.Set;

/**
 * Share of the truth's variance that the model explains, at most 1, higher is better; 0 is what saying the mean of
 * these examples gets, and worse answers are below 0. NaN where the truth does not vary.
 */
public record RSquared() implements Metric {

    @Override
    public String name() {
        return "r2";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public double least() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public Set<Scored.Kind> kinds() {
        return Set.of(NUMBERS);
    }

    @Override
    public double of(Scored scored) {
        scored.mustFit(this);
        double mean = 0;
        for (int i = 0; i < scored.size(); i++) {
            mean += (scored.target(i) - mean) / (i + 1);
        }
        double unexplained = 0;
        double total = 0;
        boolean varies = false; // asked of the values: rounding of the mean must not look like variance
        for (int i = 0; i < scored.size(); i++) {
            double gap = scored.value(i) - scored.target(i);
            double distance = scored.target(i) - mean;
            unexplained += gap * gap;
            total += distance * distance;
            varies |= scored.target(i) != scored.target(0);
        }
        return varies ? 1 - unexplained / total : Double.NaN;
    }
}
