package dev.graft.train;

import dev.graft.base.Check;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Training by gradient steps.
 *
 * @param optimizer that turns gradients into steps
 * @param batchSize examples per step, at least 1
 * @param accumulate pieces that a batch is worked through in, to save memory; the step is the same
 * @param clip length to which gradients are shortened, above 0, or 0 for never
 * @param patience epochs without a better validation after which the phase ends, at least 1
 * @param fixedNorms whether batch norms go by the statistics that they came with, and keep them, though their weights
 *     train
 */
public record GradientSteps(
        Optimizer optimizer, int batchSize, int accumulate, double clip, int patience, boolean fixedNorms)
        implements Stepped {
    public GradientSteps {
        Check.atLeast("batchSize", batchSize, 1);
        Check.atLeast("accumulate", accumulate, 1);
        Check.notNegative("clip", clip);
        Check.atLeast("patience", patience, 1);
    }

    /** Batch norms, where there are any, learn too. */
    public GradientSteps(Optimizer optimizer, int batchSize, int accumulate, double clip, int patience) {
        this(optimizer, batchSize, accumulate, clip, patience, false);
    }

    @Override
    public GradientSteps steps() {
        return this;
    }

    @Override
    public long steps(Phase phase, int... examples) {
        return phase.length().scheduled(batches(phase, examples));
    }

    @Override
    public int batches(Phase phase, int... examples) {
        return IntStream.of(examples).map(n -> (n + batchSize - 1) / batchSize).sum();
    }

    @Override
    public SteppedPhase on(Fit fit, Phase phase, int index) throws IOException {
        return SteppedPhase.of(fit, phase, index, this, new TaskObjective(fit, phase, index, this));
    }
}
