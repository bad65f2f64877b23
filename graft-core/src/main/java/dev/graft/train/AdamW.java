package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.FusedSteps;
import java.util.List;

/**
 * Adam with decay apart from the gradient. Source: Loshchilov and Hutter, ICLR 2019.
 *
 * @param beta1 memory of the mean, in [0, 1)
 * @param beta2 memory of the square, in [0, 1)
 * @param epsilon above 0
 * @param decay share of a weight taken off per step and unit of rate, at least 0
 */
public record AdamW(double beta1, double beta2, double epsilon, double decay) implements Optimizer {
    public AdamW {
        Check.share("beta1", beta1);
        Check.share("beta2", beta2);
        Check.positive("epsilon", epsilon);
        Check.notNegative("weightDecay", decay);
    }

    @Override
    public Stepper on(List<Group> groups) {
        return new Stated(
                groups,
                List.of("mean", "square", "count"),
                (parameters, gradients, state, rate, decays) -> FusedSteps.adamw(
                        parameters,
                        gradients,
                        state.get("mean"),
                        state.get("square"),
                        state.get("count"),
                        rate,
                        beta1,
                        beta2,
                        decays ? decay : 0,
                        epsilon));
    }
}
