package dev.graft.train;

import dev.graft.data.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Frozen features of labelled examples, as a head is fitted to them.
 *
 * @param rows (N) of D
 * @param targets (N)
 * @param twins (N) examples with the same number have the same input, or nearly so, and are never divided
 */
public record LabelledRows(float[][] rows, List<Target> targets, int[] twins) {
    public LabelledRows {
        targets = List.copyOf(targets);
    }

    /** The examples at some places, in that order. */
    public LabelledRows at(int[] indices) {
        return new LabelledRows(
                Arrays.stream(indices).mapToObj(i -> rows[i]).toArray(float[][]::new),
                Arrays.stream(indices).mapToObj(targets::get).toList(),
                Arrays.stream(indices).map(i -> twins[i]).toArray());
    }

    public int size() {
        return rows.length;
    }

    int width() {
        return rows[0].length;
    }

    /** How many different inputs there are. */
    int different() {
        return (int) IntStream.of(twins).distinct().count();
    }
}
