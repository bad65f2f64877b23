package dev.graft.train;

import dev.graft.engine.Tensor;

/** What a phase of gradient steps makes smaller, batch by batch. The same at a step whatever happened before. */
interface Objective extends AutoCloseable {
    /** Stretches that the phase is divided into: after each one it is judged and its state saved. */
    int epochs();

    /** Batches in each epoch. */
    int batches();

    /** Numbers of what a batch consists of, examples or pairs of them. */
    int[] batch(int epoch, int b);

    /** Told ahead what the network will be at work on. */
    default void soon(int epoch, int b) {}

    /**
     * The mean loss of a piece of a batch, a single value.
     *
     * @param piece some of the numbers that {@link #batch} gave
     * @param progress share of the phase's steps done, in [0, 1)
     */
    Tensor loss(int epoch, int b, int[] piece, double progress);

    @Override
    default void close() {}
}
