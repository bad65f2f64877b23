package dev.graft.bench.peers;

import dev.graft.base.Check;
import java.util.Arrays;

/** Wall-clock time of repeated work. */
final class Timing {
    private Timing() {}

    /** Work that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Seconds of each of the counted runs, after some that do not count. */
    static double[] seconds(int warmUps, int runs, Work work) {
        Check.atLeast("runs", runs, 1);
        double[] seconds = new double[runs];
        for (int i = -warmUps; i < runs; i++) {
            long start = System.nanoTime();
            try {
                work.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        return seconds;
    }

    static double best(int warmUps, int runs, Work work) {
        return Arrays.stream(seconds(warmUps, runs, work)).min().orElseThrow();
    }

    /** The middle value, or the mean of the two in the middle. */
    static double median(double[] values) {
        Check.atLeast("values", values.length, 1);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
