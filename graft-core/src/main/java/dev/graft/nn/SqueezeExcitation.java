package dev.graft.nn;

import dev.graft.engine.Maps;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;

/**
 * Scales each channel by what the whole map says of it. Children: {@code fc1}, {@code fc2}, convolutions of one pixel.
 * Source: Hu et al., "Squeeze-and-Excitation Networks", CVPR 2018.
 */
public final class SqueezeExcitation extends Block {
    private final ConvNorm squeeze;
    private final ConvNorm excite;

    /**
     * @param inner stands between the two convolutions
     * @param gate gives the factors: {@link Activation#SIGMOID} or {@link Activation#HARDSIGMOID}
     */
    public SqueezeExcitation(int channels, int squeezed, Activation inner, Activation gate) {
        squeeze = inline(new ConvNorm("fc1", Conv2d.biased(channels, squeezed, Window.of(1)), inner));
        excite = inline(new ConvNorm("fc2", Conv2d.biased(squeezed, channels, Window.of(1)), gate));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor mean = Maps.globalAverage(x).reshape(x.size(0), x.size(1), 1, 1);
        return x.mul(excite.forward(squeeze.forward(mean)));
    }
}
