package dev.graft.train;

import dev.graft.data.Loader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Whose turn it is where a network learns from several labelled streams: each in proportion to a power of its size, in
 * an order that is drawn anew for each epoch. An epoch has as many steps as all streams have batches. A function of
 * (seed, epoch, step), so that a run resumes anywhere. Source: Raffel et al., "Exploring the Limits of Transfer Learning
 * with a Unified Text-to-Text Transformer", JMLR 2020, section 3.5.2, where the power is one over the temperature.
 */
final class Turns {
    private final List<String> streams;
    private final int[] batches;
    private final int[] turns;
    private final long seed;
    private int known = -1;
    private int[] order = new int[0];

    /**
     * One step of an epoch.
     *
     * @param stream that it learns from
     * @param epoch of that stream, of its own count
     * @param index of the batch in it
     */
    record Turn(String stream, int epoch, int index) {}

    /** @param loaders of the labelled streams by name @param power of the size, in [0, 1] */
    Turns(Map<String, Loader> loaders, double power, long seed) {
        streams = List.copyOf(loaders.keySet());
        batches = loaders.values().stream().mapToInt(Loader::batches).toArray();
        double[] shares = loaders.values().stream()
                .mapToDouble(loader -> Math.pow(loader.data().size(), power))
                .toArray();
        turns = turns(shares, IntStream.of(batches).sum());
        this.seed = seed;
    }

    /** That many turns in proportion, to the largest remainder, at least one each. */
    static int[] turns(double[] shares, int total) {
        double sum = java.util.stream.DoubleStream.of(shares).sum();
        int left = total - shares.length;
        int[] turns = new int[shares.length];
        double[] rest = new double[shares.length];
        for (int i = 0; i < turns.length; i++) {
            double wanted = Math.max(0, shares[i] / sum * total - 1);
            turns[i] = 1 + (int) wanted;
            rest[i] = wanted - (int) wanted;
            left -= turns[i] - 1;
        }
        List<Integer> byRest = IntStream.range(0, turns.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -rest[i]))
                .toList();
        for (int k = 0; left != 0; k = (k + 1) % turns.length) {
            int i = byRest.get(left > 0 ? k : turns.length - 1 - k);
            int step = Integer.signum(left);
            if (turns[i] + step >= 1) {
                turns[i] += step;
                left -= step;
            }
        }
        return turns;
    }

    /** Steps of an epoch. */
    int batches() {
        return IntStream.of(turns).sum();
    }

    Turn at(int epoch, int step) {
        if (epoch != known) {
            order = order(epoch);
            known = epoch;
        }
        int stream = order[step];
        int before =
                (int) IntStream.range(0, step).filter(i -> order[i] == stream).count();
        long visit = (long) epoch * turns[stream] + before;
        return new Turn(streams.get(stream), (int) (visit / batches[stream]), (int) (visit % batches[stream]));
    }

    private int[] order(int epoch) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < turns.length; i++) {
            all.addAll(Collections.nCopies(turns[i], i));
        }
        Collections.shuffle(all, new Random(new SplittableRandom(seed * 31 + epoch).nextLong()));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }
}
