package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Plan;
import dev.graft.train.StochasticNorms;
import java.util.List;

/**
 * Fine-tunes everything; each batch norm uses for each channel, at random, the statistics that it remembers or those of
 * the batch. Source: Kou et al., NeurIPS 2020, section 3, for a probability of one half.
 *
 * @param moving probability of the remembered statistics, in [0, 1]
 * @param steps rates and lengths
 */
public record StochNorm(double moving, Steps steps) implements Strategy {
    /** For pictures: texts have no batch norm. */
    public static final StochNorm DEFAULTS = new StochNorm(0.5, Steps.PICTURES);

    public StochNorm {
        new StochasticNorms(moving);
    }

    @Override
    public String name() {
        return "stochnorm";
    }

    @Override
    public String title() {
        return "all layers of a network with batch norms, which use remembered and batch statistics by turns";
    }

    @Override
    public HeadShape head() {
        return new HeadShape(List.of(), steps.headDropout());
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        return new FineTune(0, List.of(), false, steps).plan(stages, data).with(new StochasticNorms(moving));
    }
}
