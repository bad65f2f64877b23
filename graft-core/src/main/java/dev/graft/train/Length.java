package dev.graft.train;

import dev.graft.base.Check;

/**
 * How long a phase lasts: so many epochs or, where that is said, so many steps.
 *
 * @param epochs passes over the training data, at least 1; 0 where steps are given
 * @param steps that the schedule is for; 0 where epochs are given
 * @param done of these steps, those that are made: fewer only where a deadline ended the run that is repeated
 */
public record Length(int epochs, long steps, long done) {
    /** For a phase that is solved and not stepped. */
    public static final Length ONCE = new Length(1);

    public Length {
        if (steps == 0) {
            Check.atLeast("epochs", epochs, 1);
            Check.that(done == 0, "done must be 0 where no steps are given, was " + done);
        } else {
            Check.that(epochs == 0, "epochs must be 0 where steps are given, was " + epochs);
            Check.that(steps > 0, "steps must be at least 0, was " + steps);
            Check.that(done >= 0 && done <= steps, "done must be between 0 and " + steps + ", was " + done);
        }
    }

    /** @param epochs passes over the training data, at least 1 */
    public Length(int epochs) {
        this(epochs, 0, 0);
    }

    /** So many steps, whatever epochs that is. */
    public static Length steps(long steps) {
        return new Length(0, steps, steps);
    }

    /** Steps that the schedule is for. @param batches of an epoch */
    long scheduled(int batches) {
        return steps > 0 ? steps : (long) epochs * batches;
    }

    /** Steps that are made. @param batches of an epoch */
    long made(int batches) {
        return steps > 0 ? done : (long) epochs * batches;
    }
}
