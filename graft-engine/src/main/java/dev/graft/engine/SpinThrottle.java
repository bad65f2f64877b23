package dev.graft.engine;

import java.util.concurrent.CountDownLatch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * Keeps idle OpenMP threads from spinning on the cores that OpenBLAS needs: a second team, parked, makes libgomp count
 * more threads than cores, and then it yields at once. Without it a small network trains 40 times slower.
 */
final class SpinThrottle {
    private static final long ENOUGH_FOR_A_TEAM = 1 << 20;
    private boolean on;

    synchronized void on() {
        if (on) {
            return;
        }
        on = true;
        CountDownLatch up = new CountDownLatch(1);
        Thread parked = new Thread(() -> park(up), "graft-spin-throttle");
        parked.setDaemon(true);
        parked.start();
        await(up);
    }

    private static void park(CountDownLatch up) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            torch.zeros(ENOUGH_FOR_A_TEAM).add_(new Scalar(1f));
        } finally {
            up.countDown();
        }
        await(new CountDownLatch(1)); // for as long as the process lives
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
