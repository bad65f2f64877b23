package dev.graft.metric;

import dev.graft.base.Check;

/**
 * Where the value that unlimited data would show lies, as far as the examples tell.
 *
 * @param low at most high; both are NaN where nothing can be told
 * @param high at least low
 */
public record Interval(double low, double high) {

    /** The examples do not tell. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    public Interval {
        Check.that(
                low <= high || Double.isNaN(low) && Double.isNaN(high),
                "an interval must not end before it begins, was " + low + " to " + high);
    }

    public boolean isKnown() {
        return !Double.isNaN(low);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    public double width() {
        return high - low;
    }

    /** What of it lies between two bounds; the bound where it lies beyond. */
    public Interval within(double least, double most) {
        return isKnown()
                ? new Interval(Math.min(Math.max(low, least), most), Math.min(Math.max(high, least), most))
                : this;
    }

    /** Refuses a level outside (0, 1). */
    static void checkLevel(double level) {
        Check.that(level > 0 && level < 1, "level must be in (0, 1), was " + level);
    }
}
