package dev.graft.engine;

import dev.graft.base.Check;

/**
 * How the window of a convolution or a pool moves over a map.
 *
 * @param height of the window, at least 1
 * @param width of the window, at least 1
 * @param stride pixels from one position to the next, at least 1
 * @param top rows of zeros above and as many below; nothing where {@code same}
 * @param left columns of zeros on either side; nothing where {@code same}
 * @param same TensorFlow's padding: what makes the output the input over the stride, rounded up; an odd one of it goes
 *     below and to the right
 * @param ceil whether a last position that hangs over the edge counts; pools only
 */
public record Window(int height, int width, int stride, int top, int left, boolean same, boolean ceil) {
    public Window {
        Check.atLeast("height", height, 1);
        Check.atLeast("width", width, 1);
        Check.atLeast("stride", stride, 1);
        Check.atLeast("top", top, 0);
        Check.atLeast("left", left, 0);
    }

    /** A square one that moves by one pixel, padded so that an odd {@code size} keeps the map's size. */
    public static Window of(int size) {
        return of(size, size);
    }

    /** @see #of(int) */
    public static Window of(int height, int width) {
        return new Window(height, width, 1, (height - 1) / 2, (width - 1) / 2, false, false);
    }

    public Window stride(int other) {
        return new Window(height, width, other, top, left, same, ceil);
    }

    public Window padding(int all) {
        return padding(all, all);
    }

    public Window padding(int newTop, int newLeft) {
        return new Window(height, width, stride, newTop, newLeft, same, ceil);
    }

    /** With TensorFlow's padding, which networks trained by it need. */
    public Window padSame() {
        return new Window(height, width, stride, 0, 0, true, ceil);
    }

    /** Counts a last position that hangs over the edge. */
    public Window roundUp() {
        return new Window(height, width, stride, top, left, same, true);
    }

    /** Zeros that TensorFlow's padding adds along a side of so many pixels. */
    long missing(long side, int extent) {
        long positions = (side + stride - 1) / stride;
        return Math.max((positions - 1) * stride + extent - side, 0);
    }

    /** Positions along a side of so many pixels. */
    long positions(long side, int extent, int padding) {
        return same ? (side + stride - 1) / stride : (side + 2L * padding - extent) / stride + 1;
    }

    long[] extent() {
        return new long[] {height, width};
    }

    long[] strides() {
        return new long[] {stride, stride};
    }

    /** Of a map whose missing zeros are already there, or equal on both sides. */
    long[] padding(Tensor x) {
        return same
                ? new long[] {missing(x.size(2), height) / 2, missing(x.size(3), width) / 2}
                : new long[] {top, left};
    }
}
