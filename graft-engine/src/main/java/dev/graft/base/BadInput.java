package dev.graft.base;

import java.io.IOException;

/**
 * A file, or something in it, that cannot be used as it stands. The message is one line that names the place, what was
 * found, and the mend; it is shown to the user as it is.
 */
public final class BadInput extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param place the file, with row, byte or entry where known, as {@code reviews.csv, row 7}
     * @param problem what was found there, and what to do about it
     */
    public BadInput(String place, String problem) {
        super(Lines.one(place + ": " + problem));
    }

    public BadInput(String place, String problem, Throwable cause) {
        super(Lines.one(place + ": " + problem), cause);
    }

    /** What another says, with the place before it unless it begins with that already. */
    public static String placed(String place, IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return message.startsWith(place) ? message : Lines.one(place + ": " + message);
    }
}
