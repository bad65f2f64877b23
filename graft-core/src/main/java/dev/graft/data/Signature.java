package dev.graft.data;

import java.util.Arrays;

/**
 * Sixty-four small numbers for a set of hashes; two sets agree in about as many of them as their Jaccard index says.
 * Sources: Li, Owen and Zhang, "One permutation hashing", NIPS 2012; Shrivastava, "Optimal densification for fast and
 * accurate minwise hashing", ICML 2017, for the bins that stay empty.
 */
final class Signature {
    static final int BINS = 64;

    private Signature() {}

    /** Writes the signature of a set that is not empty to {@code target[start ... start + 63]}. */
    static void write(long[] set, int[] target, int start) {
        long[] least = new long[BINS];
        Arrays.fill(least, Long.MAX_VALUE);
        for (long hash : set) {
            int bin = (int) (hash >>> 58);
            least[bin] = Math.min(least[bin], hash & (-1L >>> 7));
        }
        for (int bin = 0; bin < BINS; bin++) {
            int from = bin;
            for (int attempt = 1; least[from] == Long.MAX_VALUE; attempt++) {
                from = (int) (Shingles.mix((long) bin << 32 | attempt) >>> 58);
            }
            target[start + bin] = (int) (least[from] ^ least[from] >>> 29);
        }
    }

    /** Share of equal numbers in two signatures, in [0, 1]. */
    static double agreement(int[] signatures, int a, int b) {
        int equal = 0;
        for (int i = 0; i < BINS; i++) {
            equal += signatures[a * BINS + i] == signatures[b * BINS + i] ? 1 : 0;
        }
        return (double) equal / BINS;
    }

    /** A hash of four neighboring numbers; sets with a Jaccard index of 0.9 share one of 16 but for 4 in 10^8 cases. */
    static int band(int[] signatures, int index, int band) {
        long hash = band;
        for (int i = 0; i < 4; i++) {
            hash = Shingles.mix(hash * 31 + signatures[index * BINS + 4 * band + i]);
        }
        return (int) hash;
    }
}
