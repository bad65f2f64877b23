package dev.graft.train;

import java.io.IOException;

/** How a phase finds its weights. */
public interface Solver {
    /**
     * Trains what the phase names, in place.
     *
     * @param fit the run that this phase is part of
     * @param index of the phase in its plan
     */
    void solve(Fit fit, Phase phase, int index) throws IOException;
}
