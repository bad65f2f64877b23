package dev.graft.data;

/**
 * Lets somebody see how far a reader is that looks at every picture as it opens a dataset. Readers tell the innermost
 * watch of the thread that called them.
 */
public final class Watch implements AutoCloseable {
    private static final Listener NOBODY = (done, all) -> {};
    private static final ThreadLocal<Listener> HERE = ThreadLocal.withInitial(() -> NOBODY);

    private final Listener before = HERE.get();

    /** Is told that {@code done} of {@code all} pictures were looked at, first 0 and last all; on several threads between. */
    public interface Listener {
        void at(int done, int all);
    }

    private Watch(Listener listener) {
        HERE.set(listener);
    }

    /** From now on, until it is closed. */
    public static Watch open(Listener listener) {
        return new Watch(listener);
    }

    static Listener here() {
        return HERE.get();
    }

    @Override
    public void close() {
        HERE.set(before);
    }
}
