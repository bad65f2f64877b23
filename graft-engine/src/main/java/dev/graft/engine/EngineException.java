package dev.graft.engine;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The engine refused an operation: the message names the operation, the shapes it was given and the reason. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean outOfMemory;

    EngineException(String message) {
        super(message);
        outOfMemory = false;
    }

    private EngineException(String message, RuntimeException cause) {
        super(message, cause);
        String reason = reason(cause);
        outOfMemory = reason.contains("can't allocate memory") || reason.contains("out of memory");
    }

    static EngineException of(String operation, Tensor[] operands, RuntimeException cause) {
        String shapes = Arrays.stream(operands)
                .map(t -> t == null || t.isFreed()
                        ? "a freed tensor"
                        : t.dtype() + t.shape().toString())
                .collect(Collectors.joining(", "));
        return new EngineException(operation + " of " + shapes + ": " + reason(cause), cause);
    }

    /** Whether memory ran out, so that a smaller batch may go through. */
    public boolean outOfMemory() {
        return outOfMemory;
    }

    /** The first line: what follows it is a trace of C++ calls. */
    static String reason(Throwable e) {
        return String.valueOf(e.getMessage()).split("\n", 2)[0];
    }
}
