package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.Tensor;
import java.util.Map;

/** Each task's loss by a factor that was set by hand. @param factors by the name of the stream, each above 0; 1 where none is said */
public record TaskWeights(Map<String, Double> factors) implements Term {
    public TaskWeights {
        factors = Map.copyOf(factors);
        factors.forEach((name, factor) -> Check.positive("weight of " + name, factor));
    }

    @Override
    public boolean averages() {
        return true;
    }

    @Override
    public Tensor own(Tensor loss, Step step) {
        return loss.mul(factors.getOrDefault(step.stream(), 1.0));
    }

    @Override
    public Tensor of(Step step) {
        return Tensor.zeros();
    }
}
