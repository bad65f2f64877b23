package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;
import static dev.graft.metric.Scored.Kind.SEVERAL_LABELS;

import java.util.Set;

/**
 * Mean of -ln of the probability given to the truth, at least 0, lower is better; probabilities below 1e-15 count as
 * that, so that one certain mistake costs 34.5 and not everything. For several labels the mean over labels, too, of
 * the probability given to what each label is.
 */
public record LogLoss() implements ExampleMean {

    @Override
    public String name() {
        return "logLoss";
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
        return Set.of(ONE_LABEL, SEVERAL_LABELS);
    }

    private static final double LEAST = 1e-15;

    @Override
    public double of(Scored scored, int i) {
        if (scored.kind() == ONE_LABEL) {
            return surprise(scored.probability(i, scored.truth(i)));
        }
        double sum = 0;
        for (int c = 0; c < scored.classes(); c++) {
            double probability = scored.probability(i, c);
            sum += surprise(scored.has(i, c) ? probability : 1 - probability);
        }
        return sum / scored.classes();
    }

    private static double surprise(double probability) {
        return 0 - Math.log(Math.max(probability, LEAST)); // 0 - 0 is 0, not -0
    }
}
