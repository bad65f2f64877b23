package dev.graft.train;

import dev.graft.base.Check;
import java.io.IOException;

/**
 * Training by gradient steps.
 *
 * @param optimizer that turns gradients into steps
 * @param batchSize examples per step, at least 1
 * @param accumulate pieces that a batch is worked through in, to save memory; the step is the same
 * @param clip length to which gradients are shortened, above 0, or 0 for never
 * @param patience epochs without a better validation after which the phase ends, at least 1
 * @param average share of the moving average of the weights that a step leaves, in [0, 1); the phase is judged by the
 *     average and ends with it; 0 for none
 */
public record GradientSteps(
        Optimizer optimizer, int batchSize, int accumulate, double clip, int patience, double average)
        implements Solver {
    public GradientSteps {
        Check.atLeast("batchSize", batchSize, 1);
        Check.atLeast("accumulate", accumulate, 1);
        Check.notNegative("clip", clip);
        Check.atLeast("patience", patience, 1);
        Check.share("average", average);
    }

    /** Without an average. */
    public GradientSteps(Optimizer optimizer, int batchSize, int accumulate, double clip, int patience) {
        this(optimizer, batchSize, accumulate, clip, patience, 0);
    }

    @Override
    public void solve(Fit fit, Phase phase, int index) throws IOException {
        try (SteppedPhase run = new SteppedPhase(fit, phase, index, this)) {
            run.run();
        }
    }
}
