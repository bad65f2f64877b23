package dev.graft.train;

import dev.graft.base.Check;
import java.util.List;

/** Phases in order, then a finish. @param fresh whether the body forgets its weights first: training from scratch */
public record Plan(List<Phase> phases, Finish finish, boolean fresh) {
    public Plan {
        phases = List.copyOf(phases);
        Check.that(!phases.isEmpty(), "a plan must have a phase");
    }

    /** The same with one more summand of every phase's loss. */
    public Plan with(Term term) {
        return new Plan(phases.stream().map(phase -> phase.with(term)).toList(), finish, fresh);
    }

    /** The same with every phase disturbed. */
    public Plan with(Noise noise) {
        return new Plan(phases.stream().map(phase -> phase.with(noise)).toList(), finish, fresh);
    }

    public static Plan of(Finish finish, Phase... phases) {
        return new Plan(List.of(phases), finish, false);
    }
}
