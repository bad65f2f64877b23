package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;
import static dev.graft.metric.Scored.Kind.SEVERAL_LABELS;

import java.util.Set;

/**
 * Brier score, in [0, 1], lower is better. For one label: the squared distance of the probabilities from the truth as
 * 0 and 1, added up over the classes and halved, so that for two classes it is (p - y)² of either class;
 * scikit-learn's {@code scale_by_half=True}. Brier's own sum is twice this. For several labels: the mean of (p - y)²
 * over the labels. Source: Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather
 * Review 1950.
 */
public record Brier() implements ExampleMean {

    @Override
    public String name() {
        return "brier";
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Set<Scored.Kind> kinds() {
        return Set.of(ONE_LABEL, SEVERAL_LABELS);
    }

    @Override
    public double of(Scored scored, int i) {
        double sum = 0;
        for (int c = 0; c < scored.classes(); c++) {
            double gap = scored.probability(i, c) - (scored.has(i, c) ? 1 : 0);
            sum += gap * gap;
        }
        return sum / (scored.kind() == ONE_LABEL ? 2 : scored.classes());
    }
}
