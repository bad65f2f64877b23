package dev.graft.train;

import dev.graft.base.Check;
import java.util.List;
import java.util.stream.IntStream;

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

    /** The same with phases of other lengths. @param lengths one for each phase, or none for those that they have */
    public Plan lasting(List<Length> lengths) {
        Check.that(
                lengths.isEmpty() || lengths.size() == phases.size(),
                "a plan of " + phases.size() + " phases wants as many lengths, not " + lengths.size());
        return lengths.isEmpty()
                ? this
                : new Plan(
                        IntStream.range(0, phases.size())
                                .mapToObj(i -> phases.get(i).lasting(lengths.get(i)))
                                .toList(),
                        finish,
                        fresh);
    }

    /** The same with every phase disturbed. */
    public Plan with(Noise noise) {
        return new Plan(phases.stream().map(phase -> phase.with(noise)).toList(), finish, fresh);
    }

    public static Plan of(Finish finish, Phase... phases) {
        return new Plan(List.of(phases), finish, false);
    }
}
