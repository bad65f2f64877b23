package dev.graft.train;

/** A wish, from a signal handler or the end of the process, that every run of this process stops at its next step, able to go on later. */
public final class StopRequest {
    private static final long PATIENCE = 10_000;

    private static boolean wanted;
    private static boolean heedsTheEnd;
    private static int running;

    private StopRequest() {}

    /** Asks every run to stop, and waits until all have, or the time is over; at once where none is under way. */
    public static synchronized void stopAll(long millis) {
        wanted = true;
        long end = System.nanoTime() + millis * 1_000_000;
        try {
            for (long left; running > 0 && (left = (end - System.nanoTime()) / 1_000_000) > 0; ) {
                StopRequest.class.wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a wish back, for a process that goes on, as a test does. */
    public static synchronized void clear() {
        wanted = false;
    }

    static synchronized boolean wanted() {
        return wanted;
    }

    static synchronized void began() {
        running++;
        if (!heedsTheEnd) {
            heedsTheEnd = true;
            heedTheEnd();
        }
    }

    /**
     * A process that ends by itself, as on a signal, unloads LibTorch under the threads that are still in it, and
     * crashes: it waits until every run has stopped.
     */
    private static void heedTheEnd() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAll(PATIENCE), "graft-stop"));
        } catch (IllegalStateException e) {
            wanted = true; // it is ending already
        }
    }

    static synchronized void ended() {
        running--;
        StopRequest.class.notifyAll();
    }
}
