package dev.graft.metric;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;

/**
 * What a model said and what was true, for each example of a set. The arrays handed in are not copied and must not
 * change afterwards. Immutable otherwise, and safe for many threads.
 */
public final class Scored {

    /** What one answer consists of. */
    public enum Kind {
        ONE_LABEL("one label"),
        SEVERAL_LABELS("several labels"),
        NUMBERS("numbers");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Answers answers;
    private final int[] rows; // the row of each example; null: all of them in order
    private int[] copies; // how often each row occurs; computed when first asked for, as is the tally
    private Tally tally;

    Scored(Answers answers, int[] rows) {
        this.answers = answers;
        this.rows = rows;
    }

    /**
     * One of several classes is right.
     *
     * @param probabilities (N, C), C at least 2, each row in [0, 1] and adding up to 1
     * @param truth (N), in [0, C)
     */
    public static Scored oneLabel(float[][] probabilities, int[] truth) {
        return new Scored(Answers.oneLabel(probabilities, truth), null);
    }

    /**
     * Any number of labels are right.
     *
     * @param probabilities (N, C), each in [0, 1]
     * @param truth (N, C)
     * @param threshold a label is chosen from this probability on, in (0, 1]
     */
    public static Scored severalLabels(float[][] probabilities, boolean[][] truth, double threshold) {
        return new Scored(Answers.severalLabels(probabilities, truth, threshold), null);
    }

    /**
     * A number is asked for.
     *
     * @param predicted (N), finite
     * @param truth (N), finite
     */
    public static Scored numbers(double[] predicted, double[] truth) {
        return new Scored(Answers.numbers(predicted, truth), null);
    }

    /** The given examples, in that order and as often as named; a view, nothing is copied. */
    public Scored rows(int... indices) {
        Check.that(indices.length > 0, "rows must name at least one example");
        int[] chosen = new int[indices.length];
        for (int k = 0; k < indices.length; k++) {
            chosen[k] = row(indices[k]);
        }
        return new Scored(answers, chosen);
    }

    public Kind kind() {
        return answers.kind;
    }

    /** N, at least 1. */
    public int size() {
        return rows == null ? answers.size : rows.length;
    }

    /** C; 0 for numbers. */
    public int classes() {
        return answers.classes;
    }

    /** Of class or label c, in [0, 1]. */
    public double probability(int i, int c) {
        return Math.min(answers.probabilities(row(i))[c], 1);
    }

    /** One label: the most probable class; of equal ones the first. */
    public int predicted(int i) {
        return answers.best(row(i));
    }

    /** One label: the probability of the predicted class. */
    public double confidence(int i) {
        return probability(i, predicted(i));
    }

    /** One label: the right class. */
    public int truth(int i) {
        return answers.truth(row(i));
    }

    /** Whether label c is right; for one label, whether it is the right class. */
    public boolean has(int i, int c) {
        return answers.has(row(i), c);
    }

    /** Whether the model says label c; for one label, whether it is the predicted class. */
    public boolean chosen(int i, int c) {
        return answers.chosen(row(i), c);
    }

    /** One label: the predicted class is right. Several labels: every label is right. */
    public boolean isCorrect(int i) {
        return answers.isCorrect(row(i));
    }

    /** Numbers: what the model said. */
    public double value(int i) {
        return answers.value(row(i));
    }

    /** Numbers: what was true. */
    public double target(int i) {
        return answers.target(row(i));
    }

    /** Refuses these answers where the metric is made for another kind. */
    public void mustFit(Metric metric) {
        if (!metric.kinds().contains(kind())) {
            String others = String.join(", ", Metrics.names(kind()));
            throw new BadArgument(
                    metric.name() + " cannot judge answers that are " + kind() + "; choose from " + others);
        }
    }

    Answers answers() {
        return answers;
    }

    int row(int i) {
        return rows == null ? i : rows[i];
    }

    /** How often each row of the answers occurs among these examples. */
    synchronized int[] copies() {
        if (copies == null) {
            copies = new int[answers.size];
            for (int i = 0; i < size(); i++) {
                copies[row(i)]++;
            }
        }
        return copies;
    }

    /** One label or several: the counts per class that precision, recall and their kin are made of. */
    synchronized Tally tally() {
        if (tally == null) {
            tally = Tally.of(this);
        }
        return tally;
    }
}
