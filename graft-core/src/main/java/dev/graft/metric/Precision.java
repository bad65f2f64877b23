package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;
import static dev.graft.metric.Scored.Kind.SEVERAL_LABELS;

import java.util.Set;

/**
 * Of what the model says, the share that is true, in [0, 1], higher is better. For one label the micro average is the
 * accuracy.
 *
 * @param average how classes are combined
 */
public record Precision(Average average) implements Metric {

    @Override
    public String name() {
        return average.prefix() + "Precision";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Set<Scored.Kind> kinds() {
        return Set.of(ONE_LABEL, SEVERAL_LABELS);
    }

    @Override
    public double of(Scored scored) {
        scored.mustFit(this);
        return average.of(scored.tally(), Precision::of);
    }

    static double of(double hits, double chosen, double actual) {
        return Average.ratio(hits, chosen);
    }
}
