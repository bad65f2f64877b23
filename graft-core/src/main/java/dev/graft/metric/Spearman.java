package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.NUMBERS;

import java.util.Set;

/**
 * Linear correlation of the ranks of said and true numbers, tied ones at the middle of theirs, in [-1, 1], higher is
 * better; judges the order only. A model that always says the same gets 0; NaN where the truth does not vary. Source:
 * Spearman, "The Proof and Measurement of Association between Two Things", 1904.
 */
public record Spearman() implements Metric {

    @Override
    public String name() {
        return "spearman";
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
        double[] said = ranks(scored, 0);
        double[] truth = ranks(scored, 1);
        return Correlation.of(said, truth);
    }

    private static double[] ranks(Scored scored, int column) {
        double[] byRow = scored.answers().order(column).midRanks(scored.copies());
        double[] ranks = new double[scored.size()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = byRow[scored.row(i)];
        }
        return ranks;
    }
}
