package dev.graft.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;

/**
 * Makes the inputs of coming batches ready on threads of its own, so that whoever trains finds them decoded and
 * changed. What an input becomes depends on (seed, epoch, index) and on no thread.
 */
public final class Readahead implements AutoCloseable {
    private final IntFunction<PreparedSet> data;
    private final long seed;
    private final ExecutorService readers;
    private final Map<Long, FutureTask<Prepared>> begun = new ConcurrentHashMap<>();

    /** @param data as it is read in an epoch; the same examples in each */
    public Readahead(IntFunction<PreparedSet> data, long seed) {
        this.data = data;
        this.seed = seed;
        this.readers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            Thread thread = new Thread(task, "graft-reader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins with examples that will be asked for soon. */
    public void soon(int epoch, int[] examples) {
        for (int example : examples) {
            FutureTask<Prepared> task = new FutureTask<>(() -> drawn(epoch, example));
            if (begun.putIfAbsent(key(epoch, example), task) == null) {
                readers.execute(task);
            }
        }
    }

    /** A batch as it is in an epoch, as tensors of the innermost scope. */
    public Batch batch(int epoch, int[] examples) {
        return data.apply(epoch).batch(examples, take(epoch, examples));
    }

    /** Examples as they are in an epoch, those that were begun and others too. */
    private List<Prepared> take(int epoch, int[] examples) {
        soon(epoch, examples);
        List<Prepared> ready = new ArrayList<>();
        for (int example : examples) {
            ready.add(result(begun.remove(key(epoch, example))));
        }
        return ready;
    }

    private Prepared drawn(int epoch, int example) {
        long chance = new SplittableRandom((seed * 1_000_003 + epoch) * 1_000_003 + example).nextLong();
        return data.apply(epoch).drawn(example, chance).ready();
    }

    private static Prepared result(Future<Prepared> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static long key(int epoch, int example) {
        return (long) epoch << 32 | example;
    }

    @Override
    public void close() {
        readers.shutdownNow();
        begun.clear();
    }
}
