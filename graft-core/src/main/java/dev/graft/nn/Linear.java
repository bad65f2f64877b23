package dev.graft.nn;

import dev.graft.base.DType;
import dev.graft.engine.Autocast;
import dev.graft.engine.Functional;
import dev.graft.engine.PackedLinear;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** y = x W' + b, then an activation. Parameters: {@code weight} (out, in), {@code bias} (out). */
public final class Linear extends Layer {
    private static final int USUAL_ROWS = 512;
    private final Tensor weight;
    private final Tensor bias;
    private final Activation activation;
    private final AtomicReferenceArray<PackedLinear> packed = new AtomicReferenceArray<>(Precision.values().length);

    /** All zero until weights are loaded or {@link #begin} is called. */
    public Linear(int in, int out, Activation activation) {
        weight = parameter("weight", () -> Tensor.zeros(out, in));
        bias = parameter("bias", () -> Tensor.zeros(out));
        this.activation = activation;
    }

    public Linear(int in, int out) {
        this(in, out, Activation.NONE);
    }

    /** Draws weights as PyTorch does: uniform within 1 over the root of {@code in}. */
    public Linear begin() {
        double bound = 1 / Math.sqrt(weight.size(1));
        try (Scope scope = Scope.open()) {
            weight.copyInPlace(Tensor.uniform(-bound, bound, weight.shape().sizes()));
            bias.copyInPlace(Tensor.uniform(-bound, bound, bias.shape().sizes()));
        }
        changed();
        return this;
    }

    /**
     * @param x (..., in)
     * @return (..., out)
     */
    public Tensor forward(Tensor x) {
        boolean learning = training() || weight.requiresGrad() || x.requiresGrad(); // packed layers give no gradients
        if (learning || !PackedLinear.available()) {
            return activation.of(Functional.linear(x, weight, bias));
        }
        boolean half = x.dtype() == DType.BF16 || Autocast.on();
        Tensor y = half
                ? packed(Precision.BF16).forward(x.to(DType.BF16))
                : packed(Precision.FP32).forward(x);
        return activation == Activation.GELU ? y : activation.of(y);
    }

    /** Packed once per precision for a frozen layer: 1.2 to 1.5 times as fast. */
    private PackedLinear packed(Precision precision) {
        PackedLinear known = packed.get(precision.ordinal());
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (packed.get(precision.ordinal()) == null) {
                boolean gelu = activation == Activation.GELU;
                packed.set(precision.ordinal(), new PackedLinear(weight, bias, USUAL_ROWS, gelu, precision));
            }
            return packed.get(precision.ordinal());
        }
    }

    public Tensor weight() {
        return weight;
    }

    public Tensor bias() {
        return bias;
    }

    @Override
    protected synchronized void changed() {
        release();
    }

    private void release() {
        for (int i = 0; i < packed.length(); i++) {
            PackedLinear old = packed.getAndSet(i, null);
            if (old != null) {
                old.close();
            }
        }
    }
}
