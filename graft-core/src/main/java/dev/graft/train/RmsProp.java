package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.List;

/**
 * Gradients over the root of their moving mean square. Source: Tieleman and Hinton 2012, in PyTorch's form.
 *
 * @param memory of the square, in [0, 1)
 * @param epsilon above 0
 * @param decay share of a weight added to its gradient, at least 0
 */
public record RmsProp(double memory, double epsilon, double decay) implements Optimizer {
    public RmsProp {
        Check.share("memory", memory);
        Check.positive("epsilon", epsilon);
        Check.notNegative("weightDecay", decay);
    }

    @Override
    public Stepper on(List<Group> groups) {
        return new Stated(groups, List.of("square"), (parameters, gradients, state, rate, decays) -> {
            for (int i = 0; i < parameters.size(); i++) {
                step(parameters.get(i), gradients.get(i), state.get("square").get(i), rate, decays ? decay : 0);
            }
        });
    }

    private void step(Tensor parameter, Tensor gradient, Tensor square, double rate, double shrink) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor slope = shrink == 0 ? gradient : gradient.add(parameter.mul(shrink));
            square.mulInPlace(memory).addInPlace(slope.square(), 1 - memory);
            parameter.addInPlace(slope.div(square.sqrt().add(epsilon)), -rate);
        }
    }
}
