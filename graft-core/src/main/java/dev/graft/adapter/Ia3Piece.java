package dev.graft.adapter;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Factors on what enters or leaves one layer. Parameter: {@code ia3_l}, (1, in, ...) or (out, 1), (1, out, 1, 1). */
final class Ia3Piece extends Piece.OfLayer {
    private final boolean before;
    private final Tensor factors;

    /** @param before whether inputs are scaled and not outputs */
    Ia3Piece(Site site, boolean before) {
        super(site);
        this.before = before;
        boolean convolution = site.layer().isConvolution();
        int channels = before ? site.layer().in() : site.layer().out();
        long[] shape = convolution
                ? new long[] {1, channels, 1, 1}
                : before ? new long[] {1, channels} : new long[] {channels, 1};
        factors = parameter("ia3_l", () -> Tensor.ones(shape));
    }

    @Override
    public Tensor forward(Tensor x, UnaryOperator<Tensor> own) {
        Tensor by = site.layer().channels(factors.reshape(-1));
        if (before) {
            return own.apply(x.mul(by.to(x.dtype())));
        }
        Tensor y = own.apply(x);
        return y.mul(by.to(y.dtype()));
    }

    @Override
    Map<Tensor, Tensor> merged() {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor weight = site.layer().weight();
            long[] shape = new long[weight.shape().rank()];
            Arrays.fill(shape, 1);
            shape[before ? 1 : 0] = -1;
            Map<Tensor, Tensor> changed = new HashMap<>();
            changed.put(weight, scope.keep(weight.mul(factors.reshape(shape))));
            if (!before) {
                site.layer().shift().ifPresent(bias -> changed.put(bias, scope.keep(bias.mul(factors.reshape(-1)))));
            }
            return changed;
        }
    }
}
