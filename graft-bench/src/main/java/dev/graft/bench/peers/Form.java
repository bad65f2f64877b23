package dev.graft.bench.peers;

import dev.graft.base.Check;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a runtime uses the cores.
 *
 * @param callers Java threads that call it at once, at least 1
 * @param threadsEach threads that work on one call, at least 1
 * @param spinning whether idle threads wait by spinning; of no effect with one thread each
 */
public record Form(int callers, int threadsEach, boolean spinning) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,3})x(\\d{1,3})(-spinning)?");

    public Form {
        Check.atLeast("callers", callers, 1);
        Check.atLeast("threadsEach", threadsEach, 1);
    }

    /** The forms worth trying on so many cores: one call at a time, spinning or not, and one caller per core. */
    public static List<Form> of(int cores) {
        return cores == 1
                ? List.of(new Form(1, 1, false))
                : List.of(new Form(1, cores, true), new Form(1, cores, false), new Form(cores, 1, false));
    }

    /** The form written as {@code 1x2}, {@code 1x2-spinning} or {@code 2x1}: callers, threads each. */
    public static Form parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        Check.that(matcher.matches(), "form must be as 1x2, 1x2-spinning or 2x1, was '" + text + "'");
        return new Form(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3) != null);
    }

    @Override
    public String toString() {
        return callers + "x" + threadsEach + (spinning ? "-spinning" : "");
    }
}
