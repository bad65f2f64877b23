package dev.graft.engine;

import dev.graft.base.DType;
import java.util.Optional;

/** A frozen convolution in LibTorch's ordinary operators, for platforms without oneDNN's. */
final class PlainConv implements FrozenConv {
    private final Tensor weight;
    private final Optional<Tensor> bias;
    private final Window window;
    private final int groups;
    private final Pointwise after;

    PlainConv(Tensor weight, Tensor bias, Window window, int groups, Pointwise after, Precision precision) {
        DType type = precision == Precision.BF16 ? DType.BF16 : DType.F32;
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            this.weight = scope.own(Maps.channelsLast(weight.copy().to(type)));
            this.bias = Optional.of(scope.own(bias.copy().to(type)));
        }
        this.window = window;
        this.groups = groups;
        this.after = after;
    }

    @Override
    public Tensor forward(Tensor x) {
        return after.of(Maps.conv2d(x, weight, bias, window, groups));
    }

    @Override
    public Tensor forward(Tensor x, Tensor more) {
        return after.of(Maps.conv2d(x, weight, bias, window, groups).add(more));
    }

    @Override
    public void close() {
        weight.close();
        bias.ifPresent(Tensor::close);
    }
}
