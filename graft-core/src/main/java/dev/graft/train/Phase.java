package dev.graft.train;

import java.util.List;

/** One stretch of training: by gradient steps, or solved at once as a probe is. */
public record Phase(Trains trains, Length length, Rates rates, Solver solver, List<Term> terms) {
    public Phase {
        terms = List.copyOf(terms);
    }
}
