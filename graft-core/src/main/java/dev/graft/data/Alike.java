package dev.graft.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which inputs of a dataset are equal or nearly so. Memory does not depend on how long the inputs are (about 0.4 kB
 * each), time grows in proportion to their number. Nearly alike are inputs of which the Jaccard index of the parts is
 * at least 0.9; candidates come from hashing signatures (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets",
 * section 3.4) and each is verified on the whole inputs.
 */
final class Alike {
    private static final double NEAR = 0.9;
    private static final double WORTH_VERIFYING = 0.7;
    /** In one bucket an input is compared with so many different ones at most, so templates cost no square. */
    private static final int MOST_COMPARED = 32;

    private static final int PIECE = 1 << 14; // inputs of which the keys are worked out at once

    private static final long[] NOT_READ = {};

    private final Dataset<?> data;
    private final int[] same;
    private final int[] parent;

    private Alike(Dataset<?> data) {
        this.data = data;
        this.same = new int[data.size()];
        this.parent = new int[data.size()];
        Arrays.setAll(parent, i -> i);
    }

    static Alike in(Dataset<?> data) throws IOException {
        Alike alike = new Alike(data);
        int[] distinct = alike.findSame();
        alike.findNear(distinct);
        return alike;
    }

    /** The first input with the same {@link Content#likeness}; itself if none is before it. */
    int firstSame(int index) {
        return same[index];
    }

    /** The first input of the group of those nearly alike, directly or through others. */
    int group(int index) {
        return find(same[index]);
    }

    int[] groups() {
        int[] groups = new int[same.length];
        Arrays.setAll(groups, this::group);
        return groups;
    }

    private int[] findSame() throws IOException {
        Map<Object, Integer> first = new HashMap<>();
        int[] distinct = new int[same.length];
        int count = 0;
        for (int start = 0; start < same.length; start += PIECE) {
            Object[] keys = new Object[Math.min(PIECE, same.length - start)];
            int from = start;
            inParallel(keys.length, i -> keys[i] = key(from + i));
            for (int i = start; i < start + keys.length; i++) {
                Integer before = first.putIfAbsent(keys[i - start], i);
                same[i] = before == null ? i : before;
                if (before == null) {
                    distinct[count++] = i;
                }
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    private Object key(int index) throws IOException {
        Object input = data.get(index).input();
        return input instanceof Content content ? content.likeness() : input;
    }

    /** Reading and decoding cost more than comparing. */
    private static void inParallel(int count, Step step) throws IOException {
        try {
            IntStream.range(0, count).parallel().forEach(i -> {
                try {
                    step.at(i);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What is done for each input. */
    private interface Step {
        void at(int index) throws IOException;
    }

    private void findNear(int[] distinct) throws IOException {
        int[] signatures = new int[Math.multiplyExact(distinct.length, Signature.BINS)];
        boolean[] signed = new boolean[distinct.length];
        inParallel(distinct.length, d -> {
            long[] parts = parts(distinct[d]);
            signed[d] = parts.length > 0;
            if (signed[d]) {
                Signature.write(parts, signatures, d * Signature.BINS);
            }
        });
        for (int band = 0; band < Signature.BINS / 4; band++) {
            long[] keys = new long[distinct.length];
            int count = 0;
            for (int d = 0; d < distinct.length; d++) {
                if (signed[d]) {
                    keys[count++] = (long) Signature.band(signatures, d, band) << 32 | d;
                }
            }
            Arrays.sort(keys, 0, count);
            joinBuckets(keys, count, signatures, distinct);
        }
    }

    /** Keys with the same upper half are one bucket. */
    private void joinBuckets(long[] keys, int count, int[] signatures, int[] distinct) throws IOException {
        for (int start = 0, end; start < count; start = end) {
            end = start + 1;
            while (end < count && keys[end] >> 32 == keys[start] >> 32) {
                end++;
            }
            if (end - start > 1) {
                joinBucket(Arrays.copyOfRange(keys, start, end), signatures, distinct);
            }
        }
    }

    private void joinBucket(long[] bucket, int[] signatures, int[] distinct) throws IOException {
        Map<Integer, long[]> kept = new LinkedHashMap<>();
        for (long key : bucket) {
            int d = (int) key;
            if (!joins(d, kept, signatures, distinct) && kept.size() < MOST_COMPARED) {
                kept.put(d, NOT_READ);
            }
        }
    }

    /** Joins an input to the first of those kept that is nearly alike, if one is. */
    private boolean joins(int d, Map<Integer, long[]> kept, int[] signatures, int[] distinct) throws IOException {
        for (int other : kept.keySet()) {
            if (find(distinct[d]) == find(distinct[other])) {
                return true;
            }
        }
        long[] own = NOT_READ;
        for (Map.Entry<Integer, long[]> other : kept.entrySet()) {
            if (Signature.agreement(signatures, d, other.getKey()) >= WORTH_VERIFYING) {
                own = own == NOT_READ ? parts(distinct[d]) : own;
                if (other.getValue() == NOT_READ) {
                    other.setValue(parts(distinct[other.getKey()]));
                }
                if (Shingles.jaccard(own, other.getValue()) >= NEAR) {
                    join(distinct[d], distinct[other.getKey()]);
                    return true;
                }
            }
        }
        return false;
    }

    private long[] parts(int index) throws IOException {
        return data.get(index).input() instanceof Content content ? content.parts() : new long[0];
    }

    private int find(int index) {
        int root = index;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    /** The smaller index becomes the root, so that a group is named by its first input. */
    private void join(int a, int b) {
        int rootA = find(a);
        int rootB = find(b);
        parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }
}
