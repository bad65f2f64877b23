package dev.graft.bench.peers;

import dev.graft.bench.peers.TokenBatches.Batch;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Threads that take batches from one list until it is empty, and put what they make of them back in order. */
final class Callers implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    /** One batch forward. */
    @FunctionalInterface
    interface Forward {
        float[][] of(Batch batch) throws Exception;
    }

    Callers(int count) {
        this.count = count;
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "encoder-caller");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A piece of work by its number. */
    @FunctionalInterface
    interface Piece {
        void run(int number) throws Exception;
    }

    float[][] run(List<Batch> batches, int texts, Forward forward) {
        float[][] vectors = new float[texts][];
        each(batches.size(), b -> {
            float[][] rows = forward.of(batches.get(b));
            for (int i = 0; i < rows.length; i++) {
                vectors[batches.get(b).places()[i]] = rows[i];
            }
        });
        return vectors;
    }

    /** Runs each piece once. */
    void each(int pieces, Piece piece) {
        AtomicInteger next = new AtomicInteger();
        List<? extends Future<?>> running = IntStream.range(0, count)
                .mapToObj(caller -> threads.submit(() -> {
                    for (int p; (p = next.getAndIncrement()) < pieces; ) {
                        piece.run(p);
                    }
                    return null;
                }))
                .toList();
        running.forEach(Callers::finish);
    }

    private static void finish(Future<?> task) {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while encoding", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch could not be encoded: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
