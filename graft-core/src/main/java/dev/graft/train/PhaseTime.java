package dev.graft.train;

/**
 * What a phase takes.
 *
 * @param steps that it wants, 0 for a phase that is solved at once
 * @param batches of an epoch
 * @param setup seconds before its first step, as for what frozen stages give; all of a phase that is solved
 * @param step seconds of a step
 * @param epoch seconds at the end of each epoch, to judge it and to write a checkpoint
 * @param end seconds after the last one, to judge mixtures of its weights with the first
 */
public record PhaseTime(long steps, int batches, double setup, double step, double epoch, double end) {
    /** Of a phase that is solved at once. */
    public static PhaseTime solved(double seconds) {
        return new PhaseTime(0, 1, seconds, 0, 0, 0);
    }

    /** Seconds of the phase with so many steps. */
    double seconds(long made) {
        long epochs = (made + batches - 1) / batches;
        return setup + made * step + epochs * epoch + end;
    }
}
