package dev.graft.engine;

import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Operations on maps (N, C, H, W): what networks for pictures are made of. */
public final class Maps {
    private static final long[] ONE = {1, 1};

    private static final class Names {
        static final Operator SMOOTH = new Operator("aten::_upsample_bicubic2d_aa", "");
    }

    private Maps() {}

    /** The same map with the channels of a pixel side by side in memory, as convolutions are fastest. */
    public static Tensor channelsLast(Tensor x) {
        return x.raw().is_contiguous(MemoryFormat.ChannelsLast)
                ? x
                : Tensor.op("channelsLast", () -> x.raw().contiguous(MemoryFormat.ChannelsLast), x);
    }

    /**
     * @param x (N, in, H, W)
     * @param weight (out, in / groups, height, width)
     * @param bias (out)
     * @param groups that the channels are divided into, each convolved by itself
     * @return (N, out, H', W')
     */
    public static Tensor conv2d(Tensor x, Tensor weight, Optional<Tensor> bias, Window window, int groups) {
        Tensor padded = padded(x, window, 0);
        long[] around = left(x, padded, window);
        boolean column = standsInOneColumn(padded, around, window);
        Tensor in = column ? pad(padded, 0, around[1], window.width() - around[1] - padded.size(3)) : padded;
        long[] beside = {around[0], column ? 0 : around[1]};
        long[] strides = {window.stride(), column ? 1 : window.stride()};
        Tensor y = Tensor.op(
                "conv2d",
                () -> torch.conv2d(in.raw(), weight.raw(), some(bias), strides, beside, ONE, groups),
                in,
                weight);
        return Work.done(y, weight.count() / weight.size(0));
    }

    /**
     * Whether a window that could move sideways by several pixels has no room to. It is then given the columns that it
     * sees and need not move: else oneDNN's gradients of weights in bf16 hold memory that nobody wrote (LibTorch 2.10,
     * AMX).
     */
    private static boolean standsInOneColumn(Tensor x, long[] around, Window window) {
        return window.stride() > 1 && x.size(3) + 2 * around[1] < window.width() + window.stride();
    }

    /**
     * Normalises each channel. Source: Ioffe and Szegedy, ICML 2015.
     *
     * @param mean running mean (C), changed in place while {@code learning}; so is {@code variance}
     * @param learning whether this batch's statistics are used, or the running ones
     * @param momentum share of the batch's statistics in the next running ones
     */
    public static Tensor batchNorm(
            Tensor x,
            Tensor weight,
            Tensor bias,
            Tensor mean,
            Tensor variance,
            boolean learning,
            double momentum,
            double epsilon) {
        return Tensor.op(
                "batchNorm",
                () -> torch.batch_norm(
                        x.raw(),
                        some(weight),
                        some(bias),
                        some(mean),
                        some(variance),
                        learning,
                        momentum,
                        epsilon,
                        false),
                x,
                weight);
    }

    /** Adds 1 to a count. */
    public static void increment(Tensor count) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor.op("increment", () -> count.raw().add_(new Scalar(1L)), count);
        }
    }

    /** The largest value in each window. */
    public static Tensor maxPool(Tensor x, Window window) {
        Tensor padded = padded(x, window, Double.NEGATIVE_INFINITY);
        return Tensor.op(
                "maxPool",
                () -> torch.max_pool2d(
                        padded.raw(), window.extent(), window.strides(), left(x, padded, window), ONE, window.ceil()),
                padded);
    }

    /** The mean of each window, the zeros around the map among it. */
    public static Tensor averagePool(Tensor x, Window window) {
        Tensor padded = padded(x, window, 0);
        return Tensor.op(
                "averagePool",
                () -> torch.avg_pool2d(
                        padded.raw(),
                        window.extent(),
                        window.strides(),
                        left(x, padded, window),
                        window.ceil(),
                        true,
                        new LongOptional()),
                padded);
    }

    /** Means of as many regions as the output has pixels, (N, C, height, width). */
    public static Tensor adaptiveAveragePool(Tensor x, int height, int width) {
        return Tensor.op("adaptiveAveragePool", () -> torch.adaptive_avg_pool2d(x.raw(), height, width), x);
    }

    /** The mean of each channel, (N, C). */
    public static Tensor globalAverage(Tensor x) {
        return Tensor.op("globalAverage", () -> x.raw().mean(new long[] {2, 3}, false, new ScalarTypeOptional()), x);
    }

    /** @param around what is added before and after the last axis, then the one before it, and so on */
    public static Tensor pad(Tensor x, double value, long... around) {
        return Tensor.op("pad", () -> torch.constant_pad_nd(x.raw(), around, new Scalar(value)), x);
    }

    /** Every {@code step}-th pixel of every {@code step}-th row, from the first. */
    public static Tensor every(Tensor x, int step) {
        LongOptional all = new LongOptional();
        return Tensor.op("every", () -> x.raw().slice(2, all, all, step).slice(3, all, all, step), x);
    }

    /** (N, C, H, W) as (N, H, W, C); costs nothing where the channels are last in memory. */
    public static Tensor channelsToEnd(Tensor x) {
        return Tensor.op("channelsToEnd", () -> x.raw().permute(0, 2, 3, 1), x);
    }

    /** (N, H, W, C) as (N, C, H, W). */
    public static Tensor channelsFromEnd(Tensor x) {
        return Tensor.op("channelsFromEnd", () -> x.raw().permute(0, 3, 1, 2), x);
    }

    /**
     * Another size by bicubic interpolation, as position embeddings are brought to one.
     *
     * @param corners whether the outermost pixels' centres stay where they are
     * @param smooth whether as much is read as the map shrinks by
     */
    public static Tensor bicubic(Tensor x, int height, int width, boolean corners, boolean smooth) {
        long[] size = {height, width};
        DoubleOptional scale = new DoubleOptional();
        return Tensor.op(
                "bicubic",
                () -> smooth
                        ? Names.SMOOTH.tensor(
                                new IValue(x.raw()),
                                Operator.ints(size),
                                new IValue(corners),
                                new IValue(),
                                new IValue())
                        : torch.upsample_bicubic2d(x.raw(), size, corners, scale, scale),
                x);
    }

    /** The map with the zeros that no native operation adds: TensorFlow's, where the two sides differ. */
    static Tensor padded(Tensor x, Window window, double value) {
        long rows = window.same() ? window.missing(x.size(2), window.height()) : 0;
        long columns = window.same() ? window.missing(x.size(3), window.width()) : 0;
        return rows % 2 == 0 && columns % 2 == 0
                ? x
                : pad(x, value, columns / 2, columns - columns / 2, rows / 2, rows - rows / 2);
    }

    /** What is left to pad on each side once {@link #padded} has done its part. */
    static long[] left(Tensor x, Tensor padded, Window window) {
        return x == padded ? window.padding(x) : new long[] {0, 0};
    }

    private static TensorOptional some(Optional<Tensor> tensor) {
        return tensor.map(Maps::some).orElseGet(TensorOptional::new);
    }

    private static TensorOptional some(Tensor tensor) {
        return new TensorOptional(tensor.raw());
    }
}
