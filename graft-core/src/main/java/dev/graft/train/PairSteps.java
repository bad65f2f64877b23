package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.model.OneLabel;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Training of the body alone on pairs of examples, by gradient steps. Source: Tunstall et al., "Efficient Few-Shot
 * Learning Without Prompts", 2022, section 3.
 *
 * @param pairs that each example begins in an epoch with one of its own class, and as many with another, at least 1
 * @param steps how; its batches are of pairs
 */
public record PairSteps(int pairs, GradientSteps steps) implements Stepped {
    public PairSteps {
        Check.atLeast("pairs", pairs, 1);
    }

    @Override
    public long steps(Phase phase, int... examples) {
        long given = phase.length().steps();
        return given > 0
                ? given
                : steps(IntStream.of(examples).sum(), phase.length().epochs());
    }

    /** Of so many examples, at most: small classes have fewer pairs. */
    public long steps(int examples, int epochs) {
        return (pairs(examples, epochs) + steps.batchSize() - 1) / steps.batchSize();
    }

    @Override
    public int batches(Phase phase, int... examples) {
        return PairLoss.between((int) steps(phase, examples));
    }

    private long pairs(Phase phase, int examples) {
        Length length = phase.length();
        return length.steps() > 0 ? length.steps() * steps.batchSize() : pairs(examples, length.epochs());
    }

    private long pairs(int examples, int epochs) {
        return 2L * examples * pairs * epochs;
    }

    @Override
    public SteppedPhase on(Fit fit, Phase phase, int index) throws IOException {
        Check.that(
                fit.task() instanceof OneLabel,
                "pairs of one class and of two need one label for each example; choose another strategy");
        Check.that(phase.terms().isEmpty(), "training on pairs takes no further terms");
        long all = pairs(phase, fit.labelled().size());
        Check.that(all < Integer.MAX_VALUE / 2, "pairs must be below a billion in all, were " + all + "; use fewer");
        PairLoss loss = new PairLoss(fit, index, (int) all, steps.batchSize());
        return SteppedPhase.of(fit, phase, index, steps, loss);
    }
}
