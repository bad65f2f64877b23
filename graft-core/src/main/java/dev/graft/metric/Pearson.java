package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.NUMBERS;

import java.util.Set;

/**
 * Linear correlation of said and true numbers, in [-1, 1], higher is better; blind to offset and scale. A model that
 * always says the same gets 0; NaN where the truth does not vary.
 */
public record Pearson() implements Metric {

    @Override
    public String name() {
        return "pearson";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public double least() {
        return -1;
    }

    @Override
    public Set<Scored.Kind> kinds() {
        return Set.of(NUMBERS);
    }

    @Override
    public double of(Scored scored) {
        scored.mustFit(this);
        double[] said = new double[scored.size()];
        double[] truth = new double[scored.size()];
        for (int i = 0; i < said.length; i++) {
            said[i] = scored.value(i);
            truth[i] = scored.target(i);
        }
        return Correlation.of(said, truth);
    }
}
