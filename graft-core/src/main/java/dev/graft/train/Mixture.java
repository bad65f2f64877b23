package dev.graft.train;

import dev.graft.base.DType;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Weights on the straight line between where a phase began and where it ended. Source: Wortsman et al., "Robust
 * Fine-Tuning of Zero-Shot Models", CVPR 2022, section 3.
 */
final class Mixture implements AutoCloseable {
    /** What is tried; of equals the first wins, which is the paper's advice. */
    static final double[] TRIED = {0.5, 0.75, 0.25, 1};

    private final Map<String, Tensor> start;
    private final Map<String, Tensor> weights;
    private final Map<String, Tensor> end = new LinkedHashMap<>();

    /** @param share of the end @param value what the judge says of it, higher is better */
    record Chosen(double share, double value) {}

    /** @param weights that stand at the end now, and are changed */
    Mixture(Map<String, Tensor> start, Map<String, Tensor> weights) {
        this.start = start;
        this.weights = weights;
        Averages.copy(weights, end);
    }

    /** The weights become (1 - share) of the start and that share of the end; counts are those of the end. */
    void at(double share) {
        try (Scope scope = Scope.open()) {
            weights.forEach((name, weight) -> {
                weight.copyInPlace(end.get(name));
                if (share < 1 && weight.dtype() != DType.I64) {
                    weight.mulInPlace(share).addInPlace(start.get(name), 1 - share);
                }
            });
        }
    }

    /** The weights become the mixture of several that the judge finds best. */
    Chosen best(DoubleSupplier judge) {
        Chosen best = new Chosen(TRIED[0], Double.NEGATIVE_INFINITY);
        for (double share : TRIED) {
            at(share);
            double value = judge.getAsDouble();
            best = value > best.value ? new Chosen(share, value) : best;
        }
        at(best.share);
        return best;
    }

    @Override
    public void close() {
        end.values().forEach(Tensor::close);
    }
}
