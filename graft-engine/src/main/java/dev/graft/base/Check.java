package dev.graft.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Checks of arguments; each message names the argument, its range and the value. */
public final class Check {
    private Check() {}

    public static int atLeast(String name, int value, int least) {
        if (value < least) {
            throw new BadArgument(name + " must be at least " + least + ", was " + value);
        }
        return value;
    }

    public static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new BadArgument(name + " must be above 0, was " + value);
        }
        return value;
    }

    public static double notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new BadArgument(name + " must be at least 0, was " + value);
        }
        return value;
    }

    /** In (0, 1]. */
    public static double fraction(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new BadArgument(name + " must be in (0, 1], was " + value);
        }
        return value;
    }

    /** In [0, 1). */
    public static double share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new BadArgument(name + " must be in [0, 1), was " + value);
        }
        return value;
    }

    public static void that(boolean holds, String message) {
        if (!holds) {
            throw new BadArgument(message);
        }
    }

    /** The known name nearest to a mistyped one by edit distance, if any is near enough to be meant. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(k -> distance(name, k)))
                .filter(k -> distance(name, k) <= Math.max(2, name.length() / 2));
    }

    /** An error for an unknown name: says the nearest known one, and all of them where they are few. */
    public static BadArgument unknown(String kind, String name, Collection<String> known) {
        String hint =
                nearest(name, known).map(k -> "; did you mean '" + k + "'?").orElse(".");
        List<String> sorted = known.stream().sorted().toList();
        return new BadArgument("unknown " + kind + " '" + name + "'" + hint + " Known: " + String.join(", ", sorted));
    }

    private static int distance(String a, String b) {
        String from = a.toLowerCase(java.util.Locale.ROOT);
        String to = b.toLowerCase(java.util.Locale.ROOT);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
