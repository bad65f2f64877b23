package dev.graft.bench.peers;

/**
 * The layers of networks for pictures, as one who computes them, or writes them down, has them.
 *
 * @param <T> a map (N, C, H, W), or its name
 */
interface MapLayers<T> {
    /** What follows a convolution and its norm. */
    enum Activation {
        NONE,
        RELU,
        RELU6
    }

    /**
     * A convolution, its norm, its activation.
     *
     * @param convolution name of its tensors by torchvision
     * @param norm name of the batch norm's tensors, empty where there is none: then the convolution may have a bias
     * @param padding zeros on all sides
     * @param depthwise whether each channel is convolved by itself
     */
    record Unit(String convolution, String norm, int stride, int padding, boolean depthwise, Activation activation) {}

    T unit(T x, Unit unit);

    T sum(T x, T y);

    T relu(T x);

    /** A norm by itself and a ReLU, before a convolution. @param norm name of its tensors */
    T normed(T x, String norm);

    /**
     * The largest value of each window, by steps of 2.
     *
     * @param side of the window
     * @param roundUp whether a last window may hang over the edge
     */
    T maxPool(T x, int side, int padding, boolean roundUp);

    /** The mean of each 2x2 window, by steps of 2. */
    T halved(T x);

    /** The channels of two maps side by side. */
    T beside(T x, T y);

    /** The mean of each channel, (N, C). */
    T mean(T x);
}
