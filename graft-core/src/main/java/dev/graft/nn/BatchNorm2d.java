package dev.graft.nn;

import dev.graft.engine.Functional;
import dev.graft.engine.Maps;
import dev.graft.engine.Tensor;

/**
 * Normalises each channel: by the batch's statistics in training, which it remembers, else by those remembered.
 * Parameters: {@code weight}, {@code bias}; buffers: {@code running_mean}, {@code running_var} (channels) and
 * {@code num_batches_tracked}. Source: Ioffe and Szegedy, ICML 2015.
 *
 * <p>Statistics that begin at nothing are the mean of all batches so far until a batch's share in that mean has fallen
 * to the momentum: with a momentum of 0.01 the zeros and ones of the beginning would still be felt after hundreds of
 * steps, more than a small data set's training has.
 */
public final class BatchNorm2d extends Block implements Norm {
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private final Tensor weight;
    private final Tensor bias;
    private final Tensor mean;
    private final Tensor variance;
    private final Tensor batches;
    private final double epsilon;
    private final double momentum;
    private double moving;
    private boolean fresh; // its statistics began at nothing

    /**
     * @param epsilon added to the variance
     * @param momentum share of a batch's statistics in what is remembered after it
     */
    public BatchNorm2d(int channels, double epsilon, double momentum) {
        weight = parameter("weight", () -> Tensor.ones(channels));
        bias = parameter("bias", () -> Tensor.zeros(channels));
        mean = buffer("running_mean", () -> Tensor.zeros(channels));
        variance = buffer("running_var", () -> Tensor.ones(channels));
        batches = buffer("num_batches_tracked", () -> Tensor.of(new long[1]));
        this.epsilon = epsilon;
        this.momentum = momentum;
    }

    /** With PyTorch's own numbers. */
    public BatchNorm2d(int channels) {
        this(channels, EPSILON, MOMENTUM);
    }

    @Override
    protected void draw() {
        weight.copyInPlace(Tensor.ones(weight.size(0)));
        bias.clearInPlace();
        mean.clearInPlace();
        variance.copyInPlace(Tensor.ones(weight.size(0)));
        batches.clearInPlace();
        fresh = true;
    }

    @Override
    protected boolean mixes() {
        return training();
    }

    @Override
    public Tensor forward(Tensor x) {
        boolean byBatch = training() && x.size(0) * x.size(2) * x.size(3) > 1; // a single value has no variance
        if (byBatch) {
            Maps.increment(batches);
        }
        return byBatch && moving > 0 ? drawn(x) : normalized(x, byBatch);
    }

    private Tensor normalized(Tensor x, boolean byBatch) {
        double share = byBatch && fresh ? share() : momentum;
        return Maps.batchNorm(x, weight, bias, mean, variance, byBatch, share, epsilon);
    }

    /** Of a batch that has been counted. */
    private double share() {
        return Math.max(1 / batches.value(), momentum);
    }

    /** Remembered statistics first, as they were before this batch. */
    private Tensor drawn(Tensor x) {
        Tensor remembered = normalized(x, false);
        Tensor apart = normalized(x, true).sub(remembered);
        Tensor byBatch = Functional.chosen(1 - moving, 1, x.size(1), 1, 1);
        return remembered.add(apart.mul(byBatch.to(apart.dtype())));
    }

    /**
     * While training, normalises each channel by the remembered statistics with this probability, drawn anew for each
     * batch.
     *
     * @param probability in [0, 1]; 0 for never
     */
    public void moving(double probability) {
        moving = probability;
    }

    boolean learning() {
        return training() || weight.requiresGrad() || bias.requiresGrad();
    }

    /** What the convolution before it must be multiplied by to make this layer one of its own, (channels). */
    Tensor factor() {
        return weight.div(variance.add(epsilon).sqrt());
    }

    /** What must be added then, given that factor and the convolution's own bias. */
    Tensor shift(Tensor factor, Tensor convolutionBias) {
        return bias.add(convolutionBias.sub(mean).mul(factor));
    }
}
