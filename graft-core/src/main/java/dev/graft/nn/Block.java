package dev.graft.nn;

import dev.graft.engine.Tensor;

/** A layer with one input and one output. */
public abstract class Block extends Layer {
    public abstract Tensor forward(Tensor x);
}
