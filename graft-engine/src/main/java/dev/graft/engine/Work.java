package dev.graft.engine;

/** Counts the multiplications, each with its addition, of convolutions, linear layers and attention, packed ones aside. */
public final class Work {
    private static final ThreadLocal<long[]> COUNT = new ThreadLocal<>();

    private Work() {}

    /** Those that a piece of work makes on this thread. */
    public static long of(Runnable work) {
        long[] before = COUNT.get();
        long[] count = new long[1];
        COUNT.set(count);
        try {
            work.run();
        } finally {
            if (before == null) {
                COUNT.remove();
            } else {
                COUNT.set(before);
            }
        }
        return count[0];
    }

    /**
     * @param outputs how many values were computed
     * @param each multiplications of one of them
     * @return {@code outputs}
     */
    static Tensor done(Tensor outputs, long each) {
        long[] count = COUNT.get();
        if (count != null) {
            count[0] += outputs.count() * each;
        }
        return outputs;
    }
}
