package dev.graft.data;

import dev.graft.base.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The batches of each epoch of training: shuffled anew, with inputs of similar length together. The batch at (seed,
 * epoch, index) is always the same, so that a run resumes in the middle of an epoch without replaying it.
 */
public final class Loader {
    /** Among how many batches' worth of shuffled examples lengths are sorted. */
    private static final int SORTED_TOGETHER = 16;

    private final PreparedSet data;
    private final int batchSize;
    private final long seed;
    private List<int[]> batches = List.of();
    private int epoch = -1;

    public Loader(PreparedSet data, int batchSize, long seed) {
        this.data = data;
        this.batchSize = Check.atLeast("batchSize", batchSize, 1);
        this.seed = seed;
    }

    /** Batches in every epoch; the last ones may be smaller. */
    public int batches() {
        return (data.size() + batchSize - 1) / batchSize;
    }

    public PreparedSet data() {
        return data;
    }

    /** @return where the examples of a batch stand in the dataset */
    public int[] indices(int atEpoch, int index) {
        if (atEpoch != epoch) {
            batches = shuffled(atEpoch);
            epoch = atEpoch;
        }
        return batches.get(index).clone();
    }

    /** One batch as tensors of the innermost scope. */
    public Batch batch(int atEpoch, int index) {
        return data.batch(indices(atEpoch, index));
    }

    private List<int[]> shuffled(int atEpoch) {
        Random random = new Random(new SplittableRandom(seed * 31 + atEpoch).nextLong());
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, data.size()).boxed().toList());
        Collections.shuffle(order, random);
        List<int[]> result = new ArrayList<>();
        int together = SORTED_TOGETHER * batchSize;
        for (int from = 0; from < order.size(); from += together) {
            List<Integer> pool = new ArrayList<>(order.subList(from, Math.min(from + together, order.size())));
            pool.sort(Comparator.comparingInt(i -> -data.input(i).length()));
            int[] sorted = pool.stream().mapToInt(Integer::intValue).toArray();
            for (int at = 0; at < sorted.length; at += batchSize) {
                result.add(Arrays.copyOfRange(sorted, at, Math.min(at + batchSize, sorted.length)));
            }
        }
        Collections.shuffle(result, random);
        return result;
    }
}
