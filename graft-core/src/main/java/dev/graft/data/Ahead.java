package dev.graft.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Makes what coming batches are made of ready on threads of its own: a thing for each example of an epoch. */
public final class Ahead<T> implements AutoCloseable {
    private final Maker<T> maker;
    private final ExecutorService threads;
    private final Map<Long, FutureTask<T>> begun = new ConcurrentHashMap<>();

    /** Makes a thing; called on several threads at once. */
    public interface Maker<T> {
        T make(int epoch, int example) throws Exception;
    }

    public Ahead(Maker<T> maker) {
        this.maker = maker;
        this.threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            Thread thread = new Thread(task, "graft-reader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins with examples that will be asked for soon. */
    public void soon(int epoch, int[] examples) {
        for (int example : examples) {
            FutureTask<T> task = new FutureTask<>(() -> maker.make(epoch, example));
            if (begun.putIfAbsent(key(epoch, example), task) == null) {
                threads.execute(task);
            }
        }
    }

    /** The things of some examples, those that were begun and others too. */
    public List<T> take(int epoch, int[] examples) {
        soon(epoch, examples);
        List<T> ready = new ArrayList<>();
        for (int example : examples) {
            ready.add(result(begun.remove(key(epoch, example))));
        }
        return ready;
    }

    private static <T> T result(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
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
        threads.shutdownNow();
        begun.clear();
    }
}
