package dev.graft.nn;

import dev.graft.engine.Tensor;

/** One vector of many: how a text's tokens become its features. */
public enum Pooling {
    /** The first token's. */
    CLS {
        @Override
        public Tensor of(Tensor hidden, Tensor mask) {
            return hidden.select(1, 0);
        }
    },
    /** The mean over the tokens that are no padding. */
    MEAN {
        @Override
        public Tensor of(Tensor hidden, Tensor mask) {
            Tensor weights = mask.unsqueeze(-1);
            return hidden.mul(weights).sum(1, false).div(weights.sum(1, false).atLeast(1e-9));
        }
    },
    /** The largest of each number over the tokens that are no padding. */
    MAX {
        @Override
        public Tensor of(Tensor hidden, Tensor mask) {
            return hidden.filled(mask.unsqueeze(-1).equalTo(0), -1e9).max(1, false);
        }
    };

    /**
     * @param hidden (N, T, D) F32
     * @param mask (N, T) F32, 1 for a token and 0 for padding
     * @return (N, D) F32
     */
    public abstract Tensor of(Tensor hidden, Tensor mask);
}
