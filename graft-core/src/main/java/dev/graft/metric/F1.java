package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;
import static dev.graft.metric.Scored.Kind.SEVERAL_LABELS;

import java.util.Set;

/**
 * Harmonic mean of precision and recall, in [0, 1], higher is better; macro is the mean of the classes' F1, not the
 * F1 of mean precision and recall. Source: Opitz and Burst, "Macro F1 and Macro F1", 2019.
 *
 * @param average how classes are combined
 */
public record F1(Average average) implements Metric {

    @Override
    public String name() {
        return average.prefix() + "F1";
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
        return average.of(scored.tally(), F1::of);
    }

    static double of(double hits, double chosen, double actual) {
        return Average.ratio(2 * hits, chosen + actual);
    }
}
