package dev.graft.train;

import java.io.IOException;

/** A solver that goes down gradients, batch by batch: its steps can be timed and counted, and its rate be looked for. */
public interface Stepped extends Solver {
    /** How a step is made. */
    GradientSteps steps();

    /** Steps of a phase. @param examples of each labelled stream */
    long steps(Phase phase, int... examples);

    /** Steps of a phase before it is judged and saved. @param examples of each labelled stream */
    int batches(Phase phase, int... examples);

    /** The phase, ready to begin; to be closed by the caller. */
    SteppedPhase on(Fit fit, Phase phase, int index) throws IOException;

    @Override
    default void solve(Fit fit, Phase phase, int index) throws IOException {
        fit.restoreBefore(index);
        try (SteppedPhase run = on(fit, phase, index)) {
            run.run();
        }
    }
}
