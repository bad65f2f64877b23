package dev.graft.engine;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Work without gradients on all cores: one caller of one thread each, which beats one caller of many threads. */
public final class Parallel {
    private Parallel() {}

    /** A piece of work that may fail on a file. */
    public interface Piece {
        void run(int index) throws Exception;
    }

    /**
     * Runs each piece once, in a scope of its own, on as many threads as {@link Engine#threads()}. The results do not
     * depend on which thread ran what.
     *
     * @throws Exception the first failure; pieces not yet begun are left out
     */
    public static void each(int pieces, Piece work) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread[] callers = new Thread[Math.min(Engine.threads(), pieces)];
        Engine.oneThreadEach();
        try {
            for (int i = 0; i < callers.length; i++) {
                callers[i] = new Thread(() -> work(pieces, work, next, failure), "graft-caller-" + i);
                callers[i].start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
        } catch (InterruptedException e) {
            next.set(pieces);
            Thread.currentThread().interrupt();
            throw e;
        } finally {
            for (Thread caller : callers) {
                joinQuietly(caller);
            }
            Engine.threadsAgain();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** As {@link #each}, for pieces that throw no checked exception. */
    public static void run(int pieces, IntConsumer work) {
        try {
            each(pieces, work::accept);
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void work(int pieces, Piece work, AtomicInteger next, AtomicReference<Exception> failure) {
        Engine.oneThreadHere();
        try (NoGrad off = NoGrad.open()) {
            for (int i; failure.get() == null && (i = next.getAndIncrement()) < pieces; ) {
                try (Scope scope = Scope.open()) {
                    work.run(i);
                }
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        } catch (Error e) {
            failure.compareAndSet(null, new IllegalStateException(e));
        }
    }

    private static void joinQuietly(Thread caller) {
        boolean interrupted = Thread.interrupted();
        try {
            if (caller != null) {
                caller.join();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
