package dev.graft.metric;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Rows by rising value, sorted once; what depends on ranks is then one pass for each resampled view, whose rows count
 * as often as they were drawn.
 */
final class Order {
    /** row * 4 + (2 if its value is above that of the entry before) + (1 if it is positive). */
    private final int[] entries;

    private Order(int[] entries) {
        this.entries = entries;
    }

    static Order of(int size, IntToDoubleFunction value, IntPredicate positive) {
        double[] values = new double[size];
        Arrays.setAll(values, row -> value.applyAsDouble(row) + 0.0); // -0 becomes 0: they are a tie
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int[] next = new int[size]; // where the next row with the value that starts here goes
        int[] start = new int[size];
        for (int k = 0; k < size; k++) {
            start[k] = k > 0 && sorted[k] == sorted[k - 1] ? start[k - 1] : k;
        }
        int[] entries = new int[size];
        for (int row = 0; row < size; row++) {
            int first = start[Arrays.binarySearch(sorted, values[row])];
            int place = first + next[first]++;
            entries[place] = row * 4 + (place == first ? 2 : 0) + (positive.test(row) ? 1 : 0);
        }
        return new Order(entries);
    }

    /**
     * The share of pairs of a positive and a negative row in which the positive one has the higher value, a tie
     * counted half; NaN without such pairs.
     *
     * @param copies how often each row counts
     */
    double areaUnderCurve(int[] copies) {
        long won = 0; // twice: by the negatives below, and by those below or tied
        long positives = 0;
        long negatives = 0;
        long below = 0; // negatives of lower value
        long tied = 0; // positives of the same value
        for (int entry : entries) {
            if ((entry & 2) != 0) {
                won += tied * (below + negatives);
                positives += tied;
                tied = 0;
                below = negatives;
            }
            int count = copies[entry >>> 2];
            int kept = -(entry & 1) & count; // no branch: this loop is where resampling spends its time
            tied += kept;
            negatives += count - kept;
        }
        won += tied * (below + negatives);
        positives += tied;
        return positives == 0 || negatives == 0 ? Double.NaN : won / 2.0 / ((double) positives * negatives);
    }

    /** The rank of each row, counted from 1; tied ones share the middle of theirs. Rows never drawn have 0. */
    double[] midRanks(int[] copies) {
        double[] ranks = new double[copies.length];
        long below = 0;
        for (int from = 0, to; from < entries.length; from = to) {
            long tied = copies[entries[from] >>> 2];
            for (to = from + 1; to < entries.length && (entries[to] & 2) == 0; to++) {
                tied += copies[entries[to] >>> 2];
            }
            for (int k = from; k < to; k++) {
                int row = entries[k] >>> 2;
                ranks[row] = copies[row] == 0 ? 0 : below + (tied + 1) / 2.0;
            }
            below += tied;
        }
        return ranks;
    }
}
