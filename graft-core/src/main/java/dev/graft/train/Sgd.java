package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.FusedSteps;
import java.util.List;

/**
 * Stochastic gradient descent. Source: Sutskever et al., ICML 2013, in PyTorch's form.
 *
 * @param momentum share of the last step that goes on, in [0, 1)
 * @param nesterov whether the gradient is looked at one step ahead
 * @param decay share of a weight added to its gradient, at least 0
 */
public record Sgd(double momentum, boolean nesterov, double decay) implements Optimizer {
    public Sgd {
        Check.share("momentum", momentum);
        Check.notNegative("weightDecay", decay);
        Check.that(!nesterov || momentum > 0, "nesterov needs a momentum above 0");
    }

    @Override
    public Stepper on(List<Group> groups) {
        return new Stated(
                groups,
                List.of("momentum"),
                (parameters, gradients, state, rate, decays) -> FusedSteps.sgd(
                        parameters,
                        gradients,
                        state.get("momentum"),
                        rate,
                        momentum,
                        decays ? decay : 0,
                        nesterov,
                        false)); // momenta begin at zero, which is the same
    }
}
