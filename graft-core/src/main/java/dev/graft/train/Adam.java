package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.FusedSteps;
import java.util.List;

/**
 * Moving means of gradient and square, decay as part of the gradient. Source: Kingma and Ba, ICLR 2015.
 *
 * @param beta1 memory of the mean, in [0, 1)
 * @param beta2 memory of the square, in [0, 1)
 * @param epsilon above 0
 * @param decay share of a weight added to its gradient, at least 0
 */
public record Adam(double beta1, double beta2, double epsilon, double decay) implements Optimizer {
    public Adam {
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
                (parameters, gradients, state, rate, decays) -> FusedSteps.adam(
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
