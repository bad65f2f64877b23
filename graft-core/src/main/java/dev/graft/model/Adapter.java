package dev.graft.model;

import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is put around or between the layers of a body without changing them, as LoRA is. A body runs inside whichever
 * adapter a request names, so that many adapters share one body.
 */
public interface Adapter {
    /** Changes nothing. */
    Adapter NONE = new Adapter() {
        @Override
        public Map<String, Tensor> parameters() {
            return Map.of();
        }

        @Override
        public Flow around(UnaryOperator<Flow> body, Flow in) {
            return body.apply(in);
        }
    };

    /** What it learns, by dotted names. */
    Map<String, Tensor> parameters();

    /** Runs a body with this adapter in force on this thread. */
    Flow around(UnaryOperator<Flow> body, Flow in);
}
