package dev.graft.train;

import dev.graft.nn.Flow;
import java.util.Map;

/**
 * What each stage gave of the labelled examples.
 *
 * @param now by the stage's name, of the network that learns
 * @param start of the network as it was when the run began, shown the very same inputs
 */
public record Taps(Map<String, Flow> now, Map<String, Flow> start) {
    /** Where no term asks for any. */
    public static final Taps NONE = new Taps(Map.of(), Map.of());
}
