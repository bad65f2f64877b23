package dev.graft.train;

import dev.graft.base.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast each part learns.
 *
 * @param peaks highest learning rate by the name of the part, each at least 0
 * @param schedule of all of them
 */
public record Rates(Map<String, Double> peaks, Schedule schedule) {
    /** For a phase that is solved and not stepped. */
    public static final Rates NONE = new Rates(Map.of(), new Schedule.Constant(0));

    public Rates {
        peaks = Collections.unmodifiableMap(new LinkedHashMap<>(peaks));
        peaks.forEach((name, rate) -> Check.notNegative("rate of " + name, rate));
    }

    public double of(String part) {
        Double rate = peaks.get(part);
        Check.that(rate != null, "no learning rate for " + part);
        return rate;
    }
}
