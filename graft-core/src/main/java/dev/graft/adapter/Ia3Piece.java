package dev.graft.adapter;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
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

    private Tensor outputs(Tensor weight) {
        return weight.reshape(weight.size(0), -1)
                .mul(factors.reshape(-1, 1))
                .reshape(weight.shape().sizes());
    }

    /** Each group of outputs has inputs of its own. */
    private Tensor inputs(Tensor weight) {
        long groups = site.layer().groups();
        long each = weight.size(1);
        return weight.reshape(groups, weight.size(0) / groups, each, -1)
                .mul(factors.reshape(groups, 1, each, 1))
                .reshape(weight.shape().sizes());
    }

    @Override
    Map<Tensor, Tensor> merged() {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor weight = site.layer().weight();
            Map<Tensor, Tensor> changed = new HashMap<>();
            changed.put(weight, scope.keep(before ? inputs(weight) : outputs(weight)));
            if (!before) {
                site.layer().shift().ifPresent(bias -> changed.put(bias, scope.keep(bias.mul(factors.reshape(-1)))));
            }
            return changed;
        }
    }
}
