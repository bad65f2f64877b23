package dev.graft.train;

import dev.graft.engine.Tensor;
import java.util.Map;

/** What disturbs a network while it learns, beside dropout. A value: what it needs begins with {@link #on}. */
public interface Noise {
    /**
     * Begins with a phase.
     *
     * @param trained parameters that the phase trains, by name
     * @param start these as they were when the run began
     */
    Disturbance on(Fit fit, Phase phase, Map<String, Tensor> trained, Map<String, Tensor> start);

    /** A noise at work; closing it leaves the network undisturbed. */
    interface Disturbance extends AutoCloseable {
        /** Before the gradients of a batch are worked out. @param seed the same at a step in every run */
        default void begin(long seed) {}

        /** After that: the weights stand as before, the gradients are those of them. */
        default void end() {}

        @Override
        default void close() {}
    }
}
