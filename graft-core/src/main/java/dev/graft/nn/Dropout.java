package dev.graft.nn;

import dev.graft.base.Check;
import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;

/** Drops a share of the values while training. Source: Srivastava et al., JMLR 2014. */
public final class Dropout extends Block {
    private final double share;

    /** @param share in [0, 1) */
    public Dropout(double share) {
        this.share = Check.share("dropout", share);
    }

    @Override
    public Tensor forward(Tensor x) {
        return training() ? Functional.dropout(x, share) : x;
    }
}
