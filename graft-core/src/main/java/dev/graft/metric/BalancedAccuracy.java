package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;

import java.util.Set;

/**
 * Mean over the classes that occur of the share found of each, in [0, 1], higher is better: always saying the most
 * frequent of C classes scores 1/C. Source: Brodersen et al., "The Balanced Accuracy and Its Posterior Distribution",
 * ICPR 2010.
 */
public record BalancedAccuracy() implements Metric {

    @Override
    public String name() {
        return "balancedAccuracy";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Set<Scored.Kind> kinds() {
        return Set.of(ONE_LABEL);
    }

    @Override
    public double of(Scored scored) {
        scored.mustFit(this);
        Tally tally = scored.tally();
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < scored.classes(); c++) {
            if (tally.actual()[c] > 0) {
                sum += (double) tally.hits()[c] / tally.actual()[c];
                occurring++;
            }
        }
        return sum / occurring;
    }
}
