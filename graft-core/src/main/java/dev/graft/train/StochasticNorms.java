package dev.graft.train;

import dev.graft.backbone.Stages;
import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.engine.Tensor;
import dev.graft.nn.BatchNorm2d;
import dev.graft.nn.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every batch norm uses for each channel, at random, the statistics that it remembers or those of the batch, so that
 * it leans less on small batches. Source: Kou et al., "Stochastic Normalization", NeurIPS 2020, section 3.
 *
 * @param moving probability of the remembered statistics, in [0, 1]
 */
public record StochasticNorms(double moving) implements Noise {
    public StochasticNorms {
        Check.that(moving >= 0 && moving <= 1, "moving must be in [0, 1], was " + moving);
    }

    /** @throws BadArgument where no stage that learns has a batch norm */
    @Override
    public Disturbance on(Fit fit, Phase phase, Map<String, Tensor> trained, Map<String, Tensor> start) {
        List<BatchNorm2d> norms = new ArrayList<>();
        phase.trains().names().stream()
                .filter(name -> !Stages.HEAD.equals(name))
                .forEach(name ->
                        fit.body().stage(fit.body().stages().index(name)).visitLayers(layer -> add(layer, norms)));
        if (norms.isEmpty()) {
            throw new BadArgument(fit.body().name() + " learns no batch norm, which stochastic norms are made of;"
                    + " choose --strategy finetune or l2sp");
        }
        norms.forEach(norm -> norm.moving(moving));
        return new Disturbance() {
            @Override
            public void close() {
                norms.forEach(norm -> norm.moving(0));
            }
        };
    }

    private static void add(Layer layer, List<BatchNorm2d> norms) {
        if (layer instanceof BatchNorm2d norm) {
            norms.add(norm);
        }
    }
}
