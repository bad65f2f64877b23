package dev.graft.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wish, from a signal handler, that a run stops at its next step with all that is needed to go on. */
public final class StopRequest {
    private static volatile boolean wanted;
    private static final CountDownLatch STOPPED = new CountDownLatch(1);

    private StopRequest() {}

    /** Asks every run of this process to stop; waits until one has, or the time is over. */
    public static void stopAll(long millis) {
        wanted = true;
        try {
            STOPPED.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static boolean wanted() {
        return wanted;
    }

    static void stopped() {
        STOPPED.countDown();
    }
}
