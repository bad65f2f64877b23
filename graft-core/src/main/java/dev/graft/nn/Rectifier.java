package dev.graft.nn;

import dev.graft.engine.Tensor;

/** A ReLU that stands by itself: not after a convolution, which would compute it on the way. */
public final class Rectifier extends Block {
    @Override
    public Tensor forward(Tensor x) {
        return Activation.RELU.of(x);
    }
}
