package dev.graft.train;

/**
 * What a phase takes.
 *
 * @param steps that it wants, 0 for a phase that is solved at once
 * @param batches of an epoch
 * @param setup seconds before its first step, as for what frozen stages give; all of a phase that is solved
 * @param step seconds of a step
 * @param epoch seconds at the end of each epoch, to judge it and to write a checkpoint
 */
public record PhaseTime(long steps, int batches, double setup, double step, double epoch) {
    /** Seconds of the phase with so many steps. */
    double seconds(long made) {
        long epochs = (made + batches - 1) / batches;
        return setup + made * step + epochs * epoch;
    }
}
