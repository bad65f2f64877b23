package dev.graft.nn;

import dev.graft.engine.FrozenConv;
import dev.graft.engine.Maps;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.Optional;

/**
 * A convolution, a batch norm or none, an activation: the unit that networks for pictures are made of. When nothing
 * trains it, the norm is folded into the weights and all of it is one native call.
 */
public final class ConvNorm extends Block {
    private final Conv2d convolution;
    private final Optional<BatchNorm2d> norm;
    private final Activation activation;
    private final Packs<FrozenConv> packs = new Packs<>();

    /** @param name of the convolution in the reference library, as {@code conv1} or {@code 0}; so is {@code normName} */
    public ConvNorm(String name, Conv2d convolution, String normName, BatchNorm2d norm, Activation activation) {
        this.convolution = child(name, convolution);
        this.norm = Optional.of(child(normName, norm));
        this.activation = activation;
    }

    /** Without norm. */
    public ConvNorm(String name, Conv2d convolution, Activation activation) {
        this.convolution = child(name, convolution);
        this.norm = Optional.empty();
        this.activation = activation;
    }

    /** @return activation(norm(convolution(x))), (N, out, H', W') */
    @Override
    public Tensor forward(Tensor x) {
        if (learning(x)) {
            return activation.of(normed(x));
        }
        Precision precision = Packs.precision(x);
        Tensor map = Maps.channelsLast(Packs.typed(x, precision));
        return packs.get(precision, p -> folded(p, map)).forward(map);
    }

    /**
     * As {@link #forward(Tensor)}, with a shortcut added before the activation.
     *
     * @param shortcut of the output's shape
     */
    public Tensor forward(Tensor x, Tensor shortcut) {
        if (learning(x) || shortcut.requiresGrad()) {
            return activation.of(normed(x).add(shortcut));
        }
        Precision precision = Packs.precision(x);
        Tensor map = Maps.channelsLast(Packs.typed(x, precision));
        Tensor more = Maps.channelsLast(Packs.typed(shortcut, precision));
        return packs.get(precision, p -> folded(p, map)).forward(map, more);
    }

    private Tensor normed(Tensor x) {
        Tensor y = convolution.forward(x);
        return norm.isPresent() ? norm.get().forward(y) : y;
    }

    private boolean learning(Tensor x) {
        return training()
                || convolution.isWrapped()
                || convolution.weight().requiresGrad()
                || convolution.shift().filter(Tensor::requiresGrad).isPresent()
                || norm.filter(BatchNorm2d::learning).isPresent()
                || x.requiresGrad(); // packed convolutions give no gradients
    }

    private FrozenConv folded(Precision precision, Tensor x) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor weight = convolution.weight();
            Tensor bias = convolution.shift().orElseGet(() -> Tensor.zeros(weight.size(0)));
            if (norm.isEmpty()) {
                return frozen(weight, bias, x, precision);
            }
            Tensor factor = norm.get().factor();
            return frozen(weight.mul(factor.reshape(-1, 1, 1, 1)), norm.get().shift(factor, bias), x, precision);
        }
    }

    private FrozenConv frozen(Tensor weight, Tensor bias, Tensor x, Precision precision) {
        return FrozenConv.of(
                weight,
                bias,
                convolution.window(),
                convolution.groups(),
                activation.function(),
                x.shape().sizes(),
                precision);
    }

    @Override
    protected void changed() {
        packs.release();
    }
}
