package dev.graft.engine;

/** A convolution that nothing trains, with what follows it. Several threads may use it at once. */
public interface FrozenConv extends AutoCloseable {
    /**
     * @param x (N, in, H, W), of this convolution's precision
     * @return (N, out, H', W')
     */
    Tensor forward(Tensor x);

    /** As {@link #forward(Tensor)}, with {@code more}, of the output's shape, added before the activation. */
    Tensor forward(Tensor x, Tensor more);

    @Override
    void close();

    /**
     * In the fastest form that this platform has.
     *
     * @param weight (out, in / groups, height, width), copied
     * @param bias (out), copied
     * @param usual shape (N, in, H, W) of an input, used to choose the packing
     */
    static FrozenConv of(
            Tensor weight, Tensor bias, Window window, int groups, Pointwise after, long[] usual, Precision precision) {
        return PackedConv.available(precision)
                ? new PackedConv(weight, bias, window, groups, after, usual, precision)
                : new PlainConv(weight, bias, window, groups, after, precision);
    }
}
