package dev.graft.train;

import dev.graft.data.PreparedSet;
import dev.graft.data.Target;
import java.io.IOException;
import java.util.ArrayList;
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

    /** What the body of a run, as it is now, gives for every draw of the main task's examples. */
    static LabelledRows of(Fit fit) throws IOException {
        return of(fit, fit.outputs().keySet().iterator().next());
    }

    /** @param stream of the examples */
    static LabelledRows of(Fit fit, String stream) throws IOException {
        PreparedSet data = fit.streams().get(stream);
        return of(fit.features().draws(data, fit.body().stages().count()), data.targets(), data.twins());
    }

    /** @param draws rows of the same examples, seen differently: those of one example are never divided */
    static LabelledRows of(List<float[][]> draws, List<Target> targets, int[] twins) {
        List<Target> all = new ArrayList<>();
        draws.forEach(rows -> all.addAll(targets));
        return new LabelledRows(
                draws.stream().flatMap(Arrays::stream).toArray(float[][]::new),
                all,
                draws.stream().flatMapToInt(rows -> Arrays.stream(twins)).toArray());
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
