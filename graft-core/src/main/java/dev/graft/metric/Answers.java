package dev.graft.metric;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The columns that all views of one {@link Scored} share, and what is worth computing only once about them. */
final class Answers {
    /** Orders are kept up to so many entries (128 MB); beyond, each use sorts anew. */
    private static final long KEPT = 1L << 25;

    final Scored.Kind kind;
    final int size;
    final int classes;
    private final float[][] probabilities;
    private final int[] truth;
    private final int[] best;
    private final boolean[][] labels;
    private final float threshold; // float as the probabilities are: 0.7f is below 0.7
    private final double[] values;
    private final double[] targets;
    private final AtomicReferenceArray<Order> orders;
    private volatile int[][] marks;

    private Answers(
            Scored.Kind kind,
            float[][] probabilities,
            int[] truth,
            boolean[][] labels,
            float threshold,
            double[] values,
            double[] targets) {
        this.kind = kind;
        this.size = probabilities == null ? values.length : probabilities.length;
        this.classes = probabilities == null ? 0 : probabilities[0].length;
        this.probabilities = probabilities;
        this.truth = truth;
        this.best = truth == null ? null : highest(probabilities);
        this.labels = labels;
        this.threshold = threshold;
        this.values = values;
        this.targets = targets;
        int columns = Math.max(classes, 2);
        this.orders = new AtomicReferenceArray<>((long) columns * size <= KEPT ? columns : 0);
    }

    static Answers oneLabel(float[][] probabilities, int[] truth) {
        AnswerChecks.probabilities(probabilities, truth.length, 2);
        AnswerChecks.sumsAreOne(probabilities);
        AnswerChecks.classes(truth, probabilities[0].length);
        return new Answers(Scored.Kind.ONE_LABEL, probabilities, truth, null, 0, null, null);
    }

    static Answers severalLabels(float[][] probabilities, boolean[][] truth, double threshold) {
        AnswerChecks.probabilities(probabilities, truth.length, 1);
        AnswerChecks.widths(truth, probabilities[0].length);
        float least = (float) Check.fraction("threshold", threshold);
        return new Answers(Scored.Kind.SEVERAL_LABELS, probabilities, null, truth, least, null, null);
    }

    static Answers numbers(double[] predicted, double[] truth) {
        AnswerChecks.numbers(predicted, truth);
        return new Answers(Scored.Kind.NUMBERS, null, null, null, 0, predicted, truth);
    }

    float[] probabilities(int row) {
        must(probabilities != null, "probability");
        return probabilities[row];
    }

    int best(int row) {
        must(best != null, "predicted class");
        return best[row];
    }

    int truth(int row) {
        must(truth != null, "single true class");
        return truth[row];
    }

    boolean[] labels(int row) {
        must(labels != null, "set of true labels");
        return labels[row];
    }

    double threshold() {
        return threshold;
    }

    double value(int row) {
        must(values != null, "predicted number");
        return values[row];
    }

    double target(int row) {
        must(targets != null, "true number");
        return targets[row];
    }

    boolean has(int row, int c) {
        return labels == null ? truth(row) == c : labels[row][c];
    }

    boolean chosen(int row, int c) {
        return labels == null ? best(row) == c : probabilities[row][c] >= threshold;
    }

    boolean isCorrect(int row) {
        if (labels == null) {
            return best(row) == truth[row];
        }
        for (int mark : marks()[row]) {
            if ((mark & 3) != 3) {
                return false;
            }
        }
        return true;
    }

    /** Several labels, (N, few): each label that is true or chosen, as c * 4 + chosen * 2 + true. */
    int[][] marks() {
        int[][] made = marks;
        if (made == null) {
            made = Marks.of(probabilities, labels, threshold);
            marks = made;
        }
        return made;
    }

    /** Rows by rising probability of class c; for numbers, by what was said (0) or was true (1). */
    Order order(int column) {
        Order known = orders.length() == 0 ? null : orders.get(column);
        if (known != null) {
            return known;
        }
        Order made = kind == Scored.Kind.NUMBERS
                ? Order.of(size, row -> column == 0 ? values[row] : targets[row], row -> false)
                : Order.of(size, row -> probabilities[row][column], row -> has(row, column));
        if (orders.length() > 0) {
            orders.set(column, made);
        }
        return made;
    }

    private void must(boolean there, String what) {
        if (!there) {
            throw new BadArgument("answers that are " + kind + " have no " + what);
        }
    }

    private static int[] highest(float[][] probabilities) {
        int[] best = new int[probabilities.length];
        for (int row = 0; row < best.length; row++) {
            for (int c = 1; c < probabilities[row].length; c++) {
                best[row] = probabilities[row][c] > probabilities[row][best[row]] ? c : best[row];
            }
        }
        return best;
    }
}
