package dev.graft.train;

/** The loss stopped being a number; the last good state has been kept. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DivergedException(String message) {
        super(message);
    }
}
