package dev.graft.nn;

import dev.graft.base.Check;
import dev.graft.engine.Maps;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import java.util.Optional;

/**
 * A convolution. Parameters: {@code weight} (out, in / groups, height, width) and {@code bias} (out) where it has one.
 * In a {@link ConvNorm}, also one without norm, it runs faster when frozen.
 */
public final class Conv2d extends Weighted {
    private final Tensor weight;
    private final Optional<Tensor> bias;
    private final Window window;
    private final int groups;
    private final Initial initial;

    /**
     * All zero until weights are loaded or {@link #begin} is called.
     *
     * @param groups that the channels are divided into, each convolved by itself; {@code in} for a depthwise one
     */
    public Conv2d(int in, int out, Window window, int groups, boolean biased, Initial initial) {
        Check.that(in % groups == 0 && out % groups == 0, in + " and " + out + " channels do not divide by " + groups);
        weight = parameter( // in the order of the maps, else each step turns it twice
                "weight", () -> Maps.channelsLast(Tensor.zeros(out, in / groups, window.height(), window.width())));
        bias = biased ? Optional.of(parameter("bias", () -> Tensor.zeros(out))) : Optional.empty();
        this.window = window;
        this.groups = groups;
        this.initial = initial;
    }

    /** Without bias, as before a norm. */
    public static Conv2d plain(int in, int out, Window window) {
        return new Conv2d(in, out, window, 1, false, Initial.KAIMING_OUT);
    }

    /** Each channel by itself, without bias. */
    public static Conv2d depthwise(int channels, Window window) {
        return new Conv2d(channels, channels, window, channels, false, Initial.KAIMING_OUT);
    }

    /** With a bias, as where no norm follows. */
    public static Conv2d biased(int in, int out, Window window) {
        return new Conv2d(in, out, window, 1, true, Initial.KAIMING_OUT);
    }

    @Override
    protected void draw() {
        bias.ifPresentOrElse(b -> initial.draw(weight, b), () -> initial.draw(weight));
    }

    @Override
    public Tensor forward(Tensor x) {
        return wrapped(x).orElseGet(() -> plain(x));
    }

    @Override
    Tensor plain(Tensor x) {
        return Maps.conv2d(Maps.channelsLast(x), weight, bias, window, groups);
    }

    @Override
    public Tensor weight() {
        return weight;
    }

    @Override
    public Optional<Tensor> shift() {
        return bias;
    }

    @Override
    public Tensor product(Tensor x, Tensor by) {
        return Maps.conv2d(Maps.channelsLast(x), by, Optional.empty(), window, groups);
    }

    @Override
    public Tensor pointwise(Tensor x, Tensor by) {
        return Maps.conv2d(x, by, Optional.empty(), Window.of(1), 1);
    }

    @Override
    public Tensor channels(Tensor values) {
        return values.reshape(1, -1, 1, 1);
    }

    /** Whether something is around it here and now, so that it is not to be folded into another's call. */
    boolean isWrapped() {
        return Wraps.around(this) != null;
    }

    Window window() {
        return window;
    }

    /** Whether each of several channels is convolved by itself. */
    public boolean depthwise() {
        return groups > 1 && weight.size(1) == 1;
    }

    @Override
    public int groups() {
        return groups;
    }
}
