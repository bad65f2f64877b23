package dev.graft.nn;

import dev.graft.base.Check;
import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;

/**
 * Drops a whole branch for a share of the examples while training. Source: Huang et al., "Deep Networks with Stochastic
 * Depth", ECCV 2016.
 */
public final class StochasticDepth extends Block {
    private final double share;

    /** @param share in [0, 1) */
    public StochasticDepth(double share) {
        this.share = Check.share("stochasticDepth", share);
    }

    @Override
    public Tensor forward(Tensor x) {
        return training() ? Functional.dropExamples(x, share) : x;
    }
}
