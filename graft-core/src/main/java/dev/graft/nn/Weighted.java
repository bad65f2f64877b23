package dev.graft.nn;

import dev.graft.engine.Tensor;
import java.util.Optional;

/** A layer whose output is linear in its input, by one weight: {@link Linear} or {@link Conv2d}. */
public abstract class Weighted extends Block {
    /** (out, in) or (out, in / groups, height, width). */
    public abstract Tensor weight();

    /** (out), where it has one. */
    public abstract Optional<Tensor> shift();

    /** What this layer does, without bias, by another weight that differs in the outputs alone. */
    public abstract Tensor product(Tensor x, Tensor weight);

    /** The same without bias for each token or pixel by itself. @param weight (out, in), or (out, in, 1, 1) */
    public abstract Tensor pointwise(Tensor x, Tensor weight);

    /** Numbers for each channel in the shape that they are multiplied with an input or output in. @param values (n) */
    public abstract Tensor channels(Tensor values);

    /** Groups that the channels are divided into; 1 where each output sees all of them. */
    public abstract int groups();

    /** Whether a weight of a few axes of size 1 behind follows each number of a matrix, as a convolution's do. */
    public final boolean isConvolution() {
        return weight().shape().rank() > 2;
    }

    public final int in() {
        return (int) weight().size(1) * groups();
    }

    public final int out() {
        return (int) weight().size(0);
    }

    /** As {@link Wrap#forward}, where something is around this layer here and now. */
    final Optional<Tensor> wrapped(Tensor x) {
        Wrap wrap = Wraps.around(this);
        return wrap == null ? Optional.empty() : Optional.of(wrap.forward(x, this::plain));
    }

    /** Product and bias, without activation. */
    abstract Tensor plain(Tensor x);
}
