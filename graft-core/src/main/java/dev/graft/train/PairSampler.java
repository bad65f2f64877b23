package dev.graft.train;

import dev.graft.base.Check;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An endless stream of pairs of examples of one class and of two. In each round every example is the first of one pair,
 * in turn of its own class and of another, so that half of all pairs are alike. The pair at (seed, number) is always the
 * same; memory grows with the examples, not with the pairs.
 *
 * <p>An example that is alone in its class is paired with others only.
 */
final class PairSampler {
    /** @param alike whether both examples are of one class */
    record Pair(int first, int second, boolean alike) {}

    private final int[] order; // examples, class after class
    private final int[] starts; // where each class begins in that order, and its end
    private final int[] classes; // of each example
    private final long seed;
    private long round = -1;
    private Pair[] pairs = {};

    /** @param classes of each example, from 0 on; at least two of them have examples */
    PairSampler(int[] classes, long seed) {
        this.classes = classes.clone();
        this.seed = seed;
        int count = Arrays.stream(classes).max().orElse(-1) + 1;
        starts = new int[count + 1];
        Arrays.stream(classes).forEach(c -> starts[c + 1]++);
        Check.that(
                Arrays.stream(starts).filter(size -> size > 0).count() > 1,
                "pairs of two classes need examples of at least two");
        Arrays.parallelPrefix(starts, Integer::sum);
        order = new int[classes.length];
        int[] next = Arrays.copyOf(starts, count);
        for (int i = 0; i < classes.length; i++) {
            order[next[classes[i]]++] = i;
        }
    }

    /** The pair at a place of the stream, from 0 on; may be asked by many threads. */
    synchronized Pair pair(long number) {
        long wanted = number / order.length;
        if (wanted != round) {
            pairs = round(wanted);
            round = wanted;
        }
        return pairs[(int) (number % order.length)];
    }

    private Pair[] round(long number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        Pair[] drawn = new Pair[order.length];
        for (int place = 0; place < drawn.length; place++) {
            drawn[place] = drawn(place, (place + number) % 2 == 0, random);
        }
        for (int i = drawn.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            Pair moved = drawn[i];
            drawn[i] = drawn[j];
            drawn[j] = moved;
        }
        return drawn;
    }

    /** @param place of the first in the order */
    private Pair drawn(int place, boolean wantsAlike, SplittableRandom random) {
        int own = classes[order[place]];
        int from = starts[own];
        int size = starts[own + 1] - from;
        boolean alike = wantsAlike && size > 1;
        int other;
        if (alike) {
            other = from + random.nextInt(size - 1);
            other += other >= place ? 1 : 0; // never itself
        } else {
            other = random.nextInt(order.length - size);
            other += other >= from ? size : 0; // never of its class
        }
        return new Pair(order[place], order[other], alike);
    }
}
