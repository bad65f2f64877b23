package dev.graft.metric;

import dev.graft.base.Check;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How often each class was taken for which. Keeps only what occurs, so that ten thousand classes cost little. */
public final class Confusion {

    /**
     * @param truth the true class
     * @param predicted the class said
     * @param count in how many examples, at least 1
     */
    public record Cell(int truth, int predicted, int count) {}

    private static final Comparator<Cell> FREQUENT_FIRST = Comparator.comparingInt(Cell::count)
            .reversed()
            .thenComparingInt(Cell::truth)
            .thenComparingInt(Cell::predicted);

    private final int classes;
    private final List<Cell> cells; // by truth, then by predicted
    private final List<ClassScore> perClass;

    private Confusion(int classes, List<Cell> cells, List<ClassScore> perClass) {
        this.classes = classes;
        this.cells = cells;
        this.perClass = perClass;
    }

    /** @param scored one label per example */
    public static Confusion of(Scored scored) {
        long[] pairs = IntStream.range(0, scored.size())
                .mapToLong(i -> (long) scored.truth(i) << 32 | scored.predicted(i))
                .sorted()
                .toArray();
        int[] starts = IntStream.range(0, pairs.length)
                .filter(k -> k == 0 || pairs[k] != pairs[k - 1])
                .toArray();
        List<Cell> cells = IntStream.range(0, starts.length)
                .mapToObj(s -> new Cell(
                        (int) (pairs[starts[s]] >>> 32),
                        (int) pairs[starts[s]],
                        (s + 1 < starts.length ? starts[s + 1] : pairs.length) - starts[s]))
                .toList();
        return new Confusion(scored.classes(), cells, ClassScore.of(scored));
    }

    public int classes() {
        return classes;
    }

    /** In how many examples a class was taken for another, or for itself. */
    public int count(int truth, int predicted) {
        return cells.stream()
                .filter(cell -> cell.truth() == truth && cell.predicted() == predicted)
                .mapToInt(Cell::count)
                .sum();
    }

    /** What occurs, by true and then by predicted class. */
    public List<Cell> cells() {
        return cells;
    }

    /** As a table, (C, C), a row for each true class; for as many classes as one cares to look at. */
    public int[][] counts() {
        int[][] counts = new int[classes][classes];
        cells.forEach(cell -> counts[cell.truth()][cell.predicted()] = cell.count());
        return counts;
    }

    /** The mix-ups that occur most often, most frequent first. */
    public List<Cell> mistakes(int most) {
        Check.atLeast("most", most, 1);
        return cells.stream()
                .filter(cell -> cell.truth() != cell.predicted())
                .sorted(FREQUENT_FIRST)
                .limit(most)
                .toList();
    }

    /** Precision, recall, F1 and support of each class, in order. */
    public List<ClassScore> perClass() {
        return perClass;
    }

    @Override
    public String toString() {
        return classes <= 50 ? Arrays.deepToString(counts()) : "Confusion of " + classes + " classes";
    }
}
