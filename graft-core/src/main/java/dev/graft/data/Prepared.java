package dev.graft.data;

import java.util.Optional;

/** One input as its backbone takes it, still plain Java: token ids, later pixels or samples. */
public interface Prepared {
    /**
     * This input with all work done that is left before a batch can hold it, as decoding; called on worker threads.
     *
     * @throws java.io.UncheckedIOException where its file can no longer be read
     */
    default Prepared ready() {
        return this;
    }

    /** Whether {@link #ready} has much to do. */
    default boolean waits() {
        return false;
    }

    /** How much of a batch it fills, as its number of tokens; inputs of similar length share a batch. */
    int length();

    /** Rows of a batch it takes: above 1 where a long input is read in several windows. */
    default int rows() {
        return 1;
    }

    /** The terms of a text, where they are counted. */
    default Optional<SparseRows.Row> terms() {
        return Optional.empty();
    }

    /** Equal for equal content: the key of its cached features. */
    byte[] content();

    /** Whether part of the input was left out because it was too long. */
    boolean cut();
}
