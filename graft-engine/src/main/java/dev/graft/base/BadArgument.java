package dev.graft.base;

/** A value that a caller chose and that cannot be used. The message is one line that may be shown to a user. */
public final class BadArgument extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BadArgument(String message) {
        super(Lines.one(message));
    }
}
