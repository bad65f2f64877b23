package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;

import java.util.Set;

/**
 * Matthews correlation of said and true classes, in [-1, 1], higher is better; 0 is chance, and what a model that
 * always says the same gets. NaN where only one class is true. Source: Gorodkin, "Comparing two K-category
 * assignments by a K-category correlation coefficient", Computational Biology and Chemistry 2004.
 */
public record Matthews() implements Metric {

    @Override
    public String name() {
        return "matthews";
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
        return Set.of(ONE_LABEL);
    }

    @Override
    public double of(Scored scored) {
        scored.mustFit(this);
        Tally tally = scored.tally();
        double size = scored.size();
        double right = 0;
        double together = 0;
        double said = size * size;
        double truth = size * size;
        for (int c = 0; c < scored.classes(); c++) {
            right += tally.hits()[c];
            together += (double) tally.chosen()[c] * tally.actual()[c];
            said -= (double) tally.chosen()[c] * tally.chosen()[c];
            truth -= (double) tally.actual()[c] * tally.actual()[c];
        }
        if (truth == 0) {
            return Double.NaN;
        }
        double value = said == 0 ? 0 : (right * size - together) / (Math.sqrt(said) * Math.sqrt(truth));
        return Math.max(least(), Math.min(most(), value)); // which rounding may overstep
    }
}
