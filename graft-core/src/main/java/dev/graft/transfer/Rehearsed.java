package dev.graft.transfer;

import dev.graft.train.Timetable;

/**
 * What a training takes, tried out on a few of its examples.
 *
 * @param opening seconds until the first phase: the network, and all examples prepared
 * @param loading seconds of these for the network alone
 * @param example seconds of an answer to one example
 * @param kept share of the examples whose features an earlier run has kept
 * @param bytes of the whole model
 * @param phases what each phase takes
 */
public record Rehearsed(double opening, double loading, double example, double kept, long bytes, Timetable phases) {
    private static final double SOLVED = 1.5; // times what the features of a probe take, with its solution

    /** Seconds for a probe of so many examples, most of them for their features. */
    public double probe(int examples) {
        return (SOLVED - kept) * example * examples;
    }
}
