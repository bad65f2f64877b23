package dev.graft.engine;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Work on all cores: one caller of one thread each, which beats one caller of many threads. */
public final class Parallel {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** They stay a while: a new thread would find its memory scattered over what earlier ones left. */
    private static final Executor HELPERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "graft-helper-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private Parallel() {}

    /** A piece of work that may fail on a file. */
    public interface Piece {
        void run(int index) throws Exception;
    }

    /**
     * Runs each piece once, without gradients, in a scope of its own, on as many threads as {@link Engine#threads()},
     * this one among them. The results do not depend on which thread ran what.
     *
     * @throws Exception the first failure; pieces not yet begun are left out
     */
    public static void each(int pieces, Piece work) throws Exception {
        onThreads(pieces, i -> {
            try (NoGrad off = NoGrad.open()) {
                work.run(i);
            }
        });
    }

    private static void onThreads(int pieces, Piece work) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch over = new CountDownLatch(Math.max(Math.min(Engine.threads(), pieces) - 1, 0));
        Engine.oneThreadEach();
        try {
            help(HELPERS, over, () -> work(pieces, work, next, failure));
            work(pieces, work, next, failure);
            awaitAll(over, next, pieces);
        } finally {
            Engine.threadsAgain();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Sets as many helpers to work as are counted; where no thread is to be had, the work goes on with fewer. */
    static void help(Executor helpers, CountDownLatch over, Runnable work) {
        for (long wanted = over.getCount(); wanted > 0; wanted--) {
            try {
                helpers.execute(() -> {
                    try {
                        work.run();
                    } finally {
                        over.countDown();
                    }
                });
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                for (; wanted > 0; wanted--) {
                    over.countDown();
                }
            }
        }
    }

    /** As {@link #each}, for pieces that throw no checked exception. */
    public static void run(int pieces, IntConsumer work) {
        unchecked(() -> each(pieces, work::accept));
    }

    /** As {@link #run}, but what the pieces compute is recorded for gradients. */
    public static void learn(int pieces, IntConsumer work) {
        unchecked(() -> onThreads(pieces, work::accept));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void work(int pieces, Piece work, AtomicInteger next, AtomicReference<Exception> failure) {
        try {
            int before = Engine.oneThreadHere();
            try {
                for (int i; failure.get() == null && (i = next.getAndIncrement()) < pieces; ) {
                    try (Scope scope = Scope.open()) {
                        work.run(i);
                    }
                }
            } finally {
                Engine.threadsBackHere(before);
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        } catch (Error e) {
            failure.compareAndSet(null, new IllegalStateException(e));
        }
    }

    /** Waits until no helper is at work any more; an interruption lets them begin nothing new. */
    private static void awaitAll(CountDownLatch over, AtomicInteger next, int pieces) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                over.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                next.set(pieces);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedException();
        }
    }
}
