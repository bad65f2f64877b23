package dev.graft.train;

/** A run stopped because it was asked to; what is needed to go on has been written. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoppedException(String message) {
        super(message);
    }
}
