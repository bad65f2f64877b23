package dev.graft.train;

import java.util.ArrayList;
import java.util.List;

/**
 * One stretch of training: by gradient steps, or solved at once as a probe is.
 *
 * @param terms further summands of the loss
 * @param noise what disturbs the network meanwhile
 */
public record Phase(Trains trains, Length length, Rates rates, Solver solver, List<Term> terms, List<Noise> noise) {
    public Phase {
        terms = List.copyOf(terms);
        noise = List.copyOf(noise);
    }

    /** Undisturbed. */
    public Phase(Trains trains, Length length, Rates rates, Solver solver, List<Term> terms) {
        this(trains, length, rates, solver, terms, List.of());
    }

    /** The same for another time. */
    public Phase lasting(int epochs) {
        return lasting(new Length(epochs));
    }

    /** With one more summand of the loss. */
    public Phase with(Term term) {
        List<Term> more = new ArrayList<>(terms);
        more.add(term);
        return new Phase(trains, length, rates, solver, more, noise);
    }

    /** With one more disturbance. */
    public Phase with(Noise other) {
        List<Noise> more = new ArrayList<>(noise);
        more.add(other);
        return new Phase(trains, length, rates, solver, terms, more);
    }

    /** Whether it looks back at the weights that the run began with. */
    boolean looksBack() {
        return !terms.isEmpty() || !noise.isEmpty();
    }

    /** Whether it looks back at what the stages gave then. */
    boolean taps() {
        return terms.stream().anyMatch(Term::taps);
    }

    /** The same for another while. */
    public Phase lasting(Length other) {
        return new Phase(trains, other, rates, solver, terms, noise);
    }
}
