package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;
import static dev.graft.metric.Scored.Kind.SEVERAL_LABELS;

import java.util.Set;

/**
 * Share of examples answered right, in [0, 1], higher is better. For several labels an example is right only if every
 * one of its labels is.
 */
public record Accuracy() implements Proportion {

    @Override
    public String name() {
        return "accuracy";
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
    public boolean holds(Scored scored, int i) {
        return scored.isCorrect(i);
    }
}
