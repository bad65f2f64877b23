package dev.graft.train;

import dev.graft.base.DType;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/**
 * Weights and buffers averaged over the steps, as an {@link Averaging} says. Source: Morales-Brotons et al.,
 * "Exponential Moving Average of Weights in Deep Learning", TMLR 2024.
 */
final class Averages implements AutoCloseable {
    private final LongToDoubleFunction stays;
    private final Map<String, Tensor> weights;
    private final Map<String, Tensor> means = new LinkedHashMap<>();

    /** Begins with the weights as they are. @param stays share of the average that each step leaves, in [0, 1) */
    Averages(LongToDoubleFunction stays, Map<String, Tensor> weights) {
        this.stays = stays;
        this.weights = weights;
        copy(weights, means);
    }

    /** Takes in the weights as they are now. @param step how many steps were taken in before */
    void add(long step) {
        double share = stays.applyAsDouble(step);
        means.forEach((name, mean) -> {
            Tensor now = weights.get(name);
            if (now.dtype() == DType.I64) { // batches that a norm has seen: a count
                mean.copyInPlace(now);
            } else {
                mean.mulInPlace(share).addInPlace(now, 1 - share);
            }
        });
    }

    /** Does something while the averages stand in the place of the weights. */
    void during(Runnable work) {
        Map<String, Tensor> aside = new LinkedHashMap<>();
        copy(weights, aside);
        try {
            give();
            work.run();
        } finally {
            aside.forEach((name, tensor) -> weights.get(name).copyInPlace(tensor));
            aside.values().forEach(Tensor::close);
        }
    }

    /** The averages become the weights. */
    void give() {
        means.forEach((name, mean) -> weights.get(name).copyInPlace(mean));
    }

    /** By name, to be saved and to be written back into. */
    Map<String, Tensor> state() {
        return means;
    }

    static void copy(Map<String, Tensor> from, Map<String, Tensor> to) {
        try (Scope scope = Scope.open()) {
            from.forEach((name, tensor) -> to.put(name, scope.own(tensor.copy())));
        }
    }

    @Override
    public void close() {
        means.values().forEach(Tensor::close);
    }
}
