package dev.graft.vision;

import dev.graft.base.DType;
import dev.graft.engine.Tensor;
import dev.graft.nn.Block;
import dev.graft.nn.Pooling;

/** One vector of a picture's tokens: the class token's, or one of all patches'. */
final class TokenPool extends Block {
    private final Pooling pooling;
    private final int before;

    /** @param before tokens before the patches' */
    TokenPool(Pooling pooling, int before) {
        this.pooling = pooling;
        this.before = pooling == Pooling.CLS ? 0 : before;
    }

    /**
     * @param x tokens (N, T, D)
     * @return (N, D) F32
     */
    @Override
    public Tensor forward(Tensor x) {
        long patches = x.size(1) - before;
        return pooling.of(x.narrow(1, before, patches).to(DType.F32), Tensor.ones(x.size(0), patches));
    }
}
