package dev.graft.adapter;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * DoRA around one layer: LoRA changes where each output's weights point to, and {@code lora_magnitude_vector} says how
 * long they are. No gradient goes through their length before (section 4.3 of the paper).
 */
final class DoraPiece extends LoraPiece {
    private final Tensor magnitude;

    DoraPiece(Site site, LoraShape shape) {
        super(site, shape);
        magnitude = parameter("lora_magnitude_vector", () -> inFile(lengths(weight())));
    }

    /** PEFT has those of a convolution as (1, out, 1, 1). */
    private Tensor inFile(Tensor lengths) {
        return site.layer().channels(lengths);
    }

    /** Of each output's weights, (out). */
    private Tensor lengths(Tensor weights) {
        return weights.reshape(site.layer().out(), -1).norm(-1).reshape(-1);
    }

    @Override
    public Tensor forward(Tensor x, UnaryOperator<Tensor> own) {
        Tensor plain = own.apply(x);
        Tensor factor = site.layer().channels(factor());
        Optional<Tensor> shift = site.layer().shift().map(site.layer()::channels);
        Tensor product = shift.map(plain::sub).orElse(plain).add(change(x)).mul(factor);
        return shift.map(product::add).orElse(product).to(plain.dtype());
    }

    /** 0 for outputs whose weights are all 0, as some of a convolution's are after training: they point nowhere. */
    private Tensor factor() {
        Tensor length = now();
        Tensor none = length.equalTo(0);
        return magnitude.reshape(-1).div(length.filled(none, 1)).filled(none, 0);
    }

    private Tensor now() {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            return scope.keep(lengths(weight().add(change())).detach());
        }
    }

    @Override
    Tensor worked() {
        Tensor turned = super.worked();
        return turned.reshape(site.layer().out(), -1)
                .mul(factor().reshape(-1, 1))
                .reshape(weight().shape().sizes());
    }
}
