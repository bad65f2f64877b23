package dev.graft.train;

import dev.graft.base.Check;

/** How long a phase lasts. @param epochs passes over the training data, at least 1 */
public record Length(int epochs) {
    /** For a phase that is solved and not stepped. */
    public static final Length ONCE = new Length(1);

    public Length {
        Check.atLeast("epochs", epochs, 1);
    }
}
