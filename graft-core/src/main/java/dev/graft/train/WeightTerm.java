package dev.graft.train;

import dev.graft.engine.Tensor;
import java.util.Map;

/** A summand that looks at weights alone: its gradient is known, and is added once a step to that of the batch. */
public interface WeightTerm extends Term {
    /**
     * Adds its gradients to those that the parameters have.
     *
     * @param start the parameters as they were when the run began
     * @return its value
     */
    double pull(Map<String, Tensor> parameters, Map<String, Tensor> start);

    @Override
    default boolean averages() {
        return true;
    }
}
