package dev.graft.nn;

import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;

/** Normalises the last axis. Parameters: {@code weight}, {@code bias} (width). Source: Ba et al. 2016. */
public final class LayerNorm extends Block implements Norm {
    private final Tensor weight;
    private final Tensor bias;
    private final double epsilon;

    public LayerNorm(int width, double epsilon) {
        weight = parameter("weight", () -> Tensor.ones(width));
        bias = parameter("bias", () -> Tensor.zeros(width));
        this.epsilon = epsilon;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Wraps.through(this, x, y -> Functional.layerNorm(y, weight, bias, epsilon));
    }
}
