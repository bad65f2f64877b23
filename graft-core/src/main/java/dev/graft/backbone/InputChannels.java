package dev.graft.backbone;

import dev.graft.base.Shape;
import dev.graft.engine.Tensor;
import java.util.Collections;

/**
 * Makes the kernels of a first convolution fit pictures of other channels. One channel takes the sum over all, so that a
 * grey picture gives what it gave in color; more take the kernels in turn, scaled so that equal channels still give the
 * same. Source: timm, {@code adapt_input_conv} in {@code timm/layers} (pytorch-image-models).
 */
final class InputChannels {
    private static final int AXIS = 1; // of (out, in, height, width)

    private InputChannels() {}

    /** Whether two shapes of kernels differ in nothing but the channels of the input. */
    static boolean differ(Shape found, Shape wanted) {
        long[] a = found.sizes();
        long[] b = wanted.sizes();
        if (a.length != 4 || b.length != 4 || a[AXIS] < 1 || b[AXIS] < 1) {
            return false;
        }
        b[AXIS] = a[AXIS];
        return java.util.Arrays.equals(a, b) && !found.equals(wanted);
    }

    /** @param kernel (out, in, height, width) */
    static Tensor adapted(Tensor kernel, int channels) {
        if (channels == 1) {
            return kernel.sum(AXIS, true);
        }
        int found = (int) kernel.size(AXIS);
        int copies = (channels + found - 1) / found;
        return Tensor.cat(Collections.nCopies(copies, kernel), AXIS)
                .narrow(AXIS, 0, channels)
                .mul((double) found / channels);
    }
}
