package dev.graft.nn;

import dev.graft.engine.Functional;
import dev.graft.engine.PackedLinear;
import dev.graft.engine.Precision;
import dev.graft.engine.Tensor;
import java.util.Optional;

/** y = x W' + b, then an activation. Parameters: {@code weight} (out, in), {@code bias} (out). */
public final class Linear extends Weighted {
    private static final int USUAL_ROWS = 512;
    private final Tensor weight;
    private final Tensor bias;
    private final Activation activation;
    private final Initial initial;
    private final Packs<PackedLinear> packs = new Packs<>();
    private final Packs<PackedLinear> plain = new Packs<>(); // without activation, for what stands before it

    /**
     * All zero until weights are loaded or {@link #begin} is called.
     *
     * @param initial how the weights are drawn; the biases are drawn too if it is {@link Initial#UNIFORM}, else zero
     */
    public Linear(int in, int out, Activation activation, Initial initial) {
        weight = parameter("weight", () -> Tensor.zeros(out, in));
        bias = parameter("bias", () -> Tensor.zeros(out));
        this.activation = activation;
        this.initial = initial;
    }

    public Linear(int in, int out, Activation activation) {
        this(in, out, activation, Initial.UNIFORM);
    }

    public Linear(int in, int out) {
        this(in, out, Activation.NONE);
    }

    @Override
    public Linear begin() {
        super.begin();
        return this;
    }

    @Override
    protected void draw() {
        initial.draw(weight, bias);
    }

    /**
     * @param x (..., in)
     * @return (..., out)
     */
    @Override
    public Tensor forward(Tensor x) {
        Optional<Tensor> wrapped = wrapped(x);
        return wrapped.isPresent() ? activation.of(wrapped.get()) : activated(x);
    }

    private Tensor activated(Tensor x) {
        if (plainly(x)) {
            return activation.of(Functional.linear(x, weight, bias));
        }
        Precision precision = Packs.precision(x);
        Tensor y = packs.get(precision, p -> packed(p, activation == Activation.GELU))
                .forward(Packs.typed(x, precision));
        return activation == Activation.GELU ? y : activation.of(y);
    }

    @Override
    Tensor plain(Tensor x) {
        if (plainly(x)) {
            return Functional.linear(x, weight, bias);
        }
        Precision precision = Packs.precision(x);
        Packs<PackedLinear> fitting = activation == Activation.GELU ? plain : packs;
        return fitting.get(precision, p -> packed(p, false)).forward(Packs.typed(x, precision));
    }

    /** Whether the weights are used as they are: packed layers give no gradients, and not every processor has them. */
    private boolean plainly(Tensor x) {
        return training()
                || weight.requiresGrad()
                || bias.requiresGrad()
                || x.requiresGrad()
                || !PackedLinear.available(Packs.precision(x));
    }

    /** For a frozen layer: 1.2 to 1.5 times as fast. */
    private PackedLinear packed(Precision precision, boolean gelu) {
        return new PackedLinear(weight, bias, USUAL_ROWS, gelu, precision);
    }

    @Override
    public Tensor weight() {
        return weight;
    }

    @Override
    public Optional<Tensor> shift() {
        return Optional.of(bias);
    }

    @Override
    public Tensor product(Tensor x, Tensor by) {
        return x.matmul(by.transpose(0, 1));
    }

    @Override
    public Tensor pointwise(Tensor x, Tensor by) {
        return product(x, by);
    }

    @Override
    public Tensor channels(Tensor values) {
        return values;
    }

    @Override
    public int groups() {
        return 1;
    }

    public Tensor bias() {
        return bias;
    }

    @Override
    protected void changed() {
        packs.release();
        plain.release();
    }
}
