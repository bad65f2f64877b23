package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/** How gradients move weights. A value: its state begins with {@link #on}. */
public interface Optimizer {
    /** By name, each given its weight decay. One line per optimizer. */
    Map<String, DoubleFunction<Optimizer>> KNOWN = Map.of(
            "adamw", decay -> new AdamW(0.9, 0.999, 1e-8, decay),
            "adam", decay -> new Adam(0.9, 0.999, 1e-8, decay),
            "sgd", decay -> new Sgd(0.9, true, decay),
            "rmsprop", decay -> new RmsProp(0.99, 1e-8, decay));

    static Optimizer named(String name, double decay) {
        DoubleFunction<Optimizer> known = KNOWN.get(name);
        if (known == null) {
            throw Check.unknown("optimizer", name, KNOWN.keySet());
        }
        return known.apply(decay);
    }

    /** Begins with zero state. */
    Stepper on(List<Group> groups);

    /**
     * Parameters that share a rate.
     *
     * @param names dotted, for the saved state
     * @param rate highest learning rate
     * @param decays whether weight decay applies: to matrices, not to biases and norms
     */
    record Group(List<String> names, List<Tensor> parameters, double rate, boolean decays) {
        public Group {
            names = List.copyOf(names);
            parameters = List.copyOf(parameters);
        }
    }

    /** An optimizer at work: it owns state of the size of the parameters. */
    interface Stepper extends AutoCloseable {
        /** One step along the gradients that are there. @param factor on every group's rate */
        void step(double factor);

        /** All state by name, to be saved and to be written back into. */
        Map<String, Tensor> state();

        @Override
        void close();
    }
}
