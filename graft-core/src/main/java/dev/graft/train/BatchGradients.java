package dev.graft.train;

import dev.graft.engine.Chance;
import dev.graft.engine.EngineException;
import dev.graft.engine.Parallel;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The gradient of a batch, worked out in pieces: one on each core at a time, and in smaller ones where memory is short.
 * Pieces draw random numbers of their own and are added up in their order, so that the bits do not depend on which
 * thread was first.
 */
final class BatchGradients implements AutoCloseable {
    /** Examples that a core is worth: below, matrix products are too thin. */
    private static final int LEAST = 4;

    private final List<Tensor> trained;
    private final int atOnce;
    private final Consumer<String> notes;
    private final Map<Tensor, Tensor> tables = new IdentityHashMap<>();
    private int pieces;

    /** The mean loss of some examples, a single value. */
    interface Loss {
        Tensor of(int[] examples);
    }

    /**
     * @param trained tensors that get a gradient
     * @param atOnce pieces worked on side by side
     * @param pieces that a batch is divided into at least
     * @param notes is told when memory ran out
     */
    BatchGradients(Collection<Tensor> trained, int atOnce, int pieces, Consumer<String> notes) {
        this.trained = List.copyOf(trained);
        this.atOnce = atOnce;
        this.pieces = pieces;
        this.notes = notes;
    }

    /** Pieces that a batch is divided into at least: more after memory ran out, which a run that goes on has to know. */
    int pieces() {
        return pieces;
    }

    void pieces(int other) {
        pieces = other;
    }

    /** Sets the gradients of the mean loss of a batch; gives that loss. */
    double of(int[] batch, long seed, Loss loss) {
        while (true) {
            try {
                return sum(batch, seed, loss);
            } catch (EngineException e) {
                if (!e.outOfMemory() || pieces >= batch.length) {
                    throw e;
                }
                pieces = Math.min(2 * Math.max(pieces, atOnce), batch.length);
                notes.accept("memory ran out; batches now go through in " + pieces + " pieces");
                trained.forEach(Tensor::clearGradient);
            }
        }
    }

    private double sum(int[] batch, long seed, Loss loss) {
        int side = Math.max(1, Math.min(atOnce, batch.length / LEAST));
        int count = Math.min(batch.length, Math.max(side, pieces));
        double sum = 0;
        for (int first = 0; first < count; first += side) {
            Piece[] round = new Piece[Math.min(side, count - first)];
            for (int i = 0; i < round.length; i++) {
                int p = first + i;
                int[] examples = Arrays.copyOfRange(batch, p * batch.length / count, (p + 1) * batch.length / count);
                round[i] = new Piece(examples, (double) examples.length / batch.length, seed * 31 + p);
            }
            try {
                if (round.length == 1) {
                    round[0].work(loss);
                } else {
                    Parallel.learn(round.length, i -> round[i].work(loss));
                }
                for (Piece piece : round) {
                    sum += piece.loss;
                    add(piece);
                }
            } finally {
                Arrays.stream(round).forEach(Piece::close);
            }
        }
        return sum;
    }

    private void add(Piece piece) {
        for (int i = 0; i < trained.size(); i++) {
            Tensor parameter = trained.get(i);
            if (piece.gradients.get(i).isEmpty()) {
                continue;
            }
            Tensor more = piece.gradients.get(i).get();
            boolean begun = parameter.hasGradient();
            if (!begun) {
                parameter.gradient(more.isSparse() ? cleared(parameter) : more);
            }
            if (begun || more.isSparse()) {
                try (Scope scope = Scope.open()) {
                    parameter.gradient().addInPlace(more, 1);
                }
            }
        }
    }

    /** Zeros in the shape of a parameter, in the same memory at every step: a table of words is large. */
    private Tensor cleared(Tensor parameter) {
        return tables.computeIfAbsent(parameter, p -> {
                    try (Scope scope = Scope.open()) {
                        return scope.own(Tensor.zeros(p.shape().sizes()));
                    }
                })
                .clearInPlace();
    }

    @Override
    public void close() {
        tables.values().forEach(Tensor::close);
    }

    private final class Piece {
        private final int[] examples;
        private final double share;
        private final long seed;
        private final List<Optional<Tensor>> gradients = new ArrayList<>();
        private double loss;

        Piece(int[] examples, double share, long seed) {
            this.examples = examples;
            this.share = share;
            this.seed = seed;
        }

        void work(Loss losses) {
            Chance.begin(seed);
            try (Scope scope = Scope.open()) {
                Tensor mean = losses.of(examples).mul(share);
                loss = mean.value();
                for (Optional<Tensor> gradient : mean.gradients(trained)) {
                    gradients.add(gradient.map(scope::own));
                }
            }
        }

        void close() {
            gradients.forEach(gradient -> gradient.ifPresent(Tensor::close));
        }
    }
}
