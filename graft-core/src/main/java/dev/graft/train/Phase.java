package dev.graft.train;

import java.util.ArrayList;
import java.util.List;

/** One stretch of training: by gradient steps, or solved at once as a probe is. */
public record Phase(Trains trains, Length length, Rates rates, Solver solver, List<Term> terms) {
    public Phase {
        terms = List.copyOf(terms);
    }

    /** The same for another time. */
    public Phase lasting(int epochs) {
        return new Phase(trains, new Length(epochs), rates, solver, terms);
    }

    /** With one more summand of the loss. */
    public Phase with(Term term) {
        List<Term> more = new ArrayList<>(terms);
        more.add(term);
        return new Phase(trains, length, rates, solver, more);
    }

    /** The same for another while. */
    public Phase lasting(Length other) {
        return new Phase(trains, other, rates, solver, terms);
    }
}
