package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.NUMBERS;

import java.util.Set;

/**
 * Root of the mean squared distance of the number said from the true one, in its unit, at least 0, lower is better;
 * large errors weigh more than in the mean absolute error.
 */
public record RootMeanSquaredError() implements Metric {

    @Override
    public String name() {
        return "rootMeanSquaredError";
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
    public double of(Scored scored) {
        scored.mustFit(this);
        double sum = 0;
        for (int i = 0; i < scored.size(); i++) {
            double gap = scored.value(i) - scored.target(i);
            sum += gap * gap;
        }
        return Math.sqrt(sum / scored.size());
    }
}
