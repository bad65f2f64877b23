package dev.graft.train;

import java.util.function.LongSupplier;

/**
 * When training has to end, finished or not.
 *
 * @param clock counts nanoseconds
 * @param end what it shows then
 */
public record Deadline(LongSupplier clock, long end) {
    /** Training takes what it takes. */
    public static final Deadline NEVER = new Deadline(() -> 0, Long.MAX_VALUE);

    /** @return whether it is over, so that the step that was just made is the last */
    public boolean over() {
        return clock.getAsLong() - end >= 0;
    }

    /** Seconds that are left, below 0 when it is over. */
    public double left() {
        return (end - clock.getAsLong()) / 1e9;
    }

    /** So much earlier. */
    public Deadline before(double seconds) {
        return new Deadline(clock, end - (long) (seconds * 1e9));
    }

    /** When some of so many equal parts of what is left are over. */
    public Deadline share(int some, int parts) {
        return before(left() * (parts - some) / parts);
    }

    /** So many seconds after a moment of the system's clock, {@link System#nanoTime}. */
    public static Deadline after(long moment, double seconds) {
        return new Deadline(System::nanoTime, moment + (long) (seconds * 1e9));
    }
}
