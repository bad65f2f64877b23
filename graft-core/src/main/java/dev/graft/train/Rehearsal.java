package dev.graft.train;

import dev.graft.base.Check;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Goes through a plan on a few examples with a clock in the hand, to say what it takes on all of them. The network that
 * it is tried on is spoiled: throw it away.
 *
 * @param examples that the plan is to learn from, of each labelled stream
 * @param judged examples that every epoch is judged by, 0 for none
 * @param example seconds that a network without training takes for one example
 * @param kept share of the examples whose features are kept from before, which is not made use of here
 * @param limit seconds after which no further step is timed
 * @param clock counts nanoseconds
 */
public record Rehearsal(
        List<Integer> examples, int judged, double example, double kept, double limit, LongSupplier clock) {
    private static final int MOST = 16;
    private static final double SOLVING = 0.1; // of what a solved phase takes, at least, where all features are kept

    public Rehearsal {
        examples = List.copyOf(examples);
        examples.forEach(count -> Check.atLeast("examples", count, 1));
        Check.notNegative("example", example);
        Check.that(kept >= 0 && kept <= 1, "kept must be a share, was " + kept);
        Check.positive("limit", limit);
    }

    /** @param fit of some of the examples, with a folder for checkpoints where the run has one */
    public Timetable of(Fit fit, Plan plan) throws IOException {
        StopRequest.began();
        try {
            fit.begin(plan);
            return new Timetable(times(fit, plan));
        } finally {
            fit.parts().freezeAllBut(Trains.NOTHING);
            fit.end();
            StopRequest.ended();
        }
    }

    /** The last phase first: it trains the most, and bounds those that there is no time to try. */
    private List<PhaseTime> times(Fit fit, Plan plan) throws IOException {
        long began = clock.getAsLong();
        LinkedList<PhaseTime> times = new LinkedList<>();
        Optional<PhaseTime> dearest = Optional.empty();
        for (int i = plan.phases().size() - 1; i >= 0; i--) {
            Phase phase = plan.phases().get(i);
            if (!(phase.solver() instanceof Stepped how)) {
                fit.at(i);
                times.addFirst(solved(fit, phase, i));
            } else if (dearest.isPresent() && seconds(began) > limit) {
                PhaseTime bound = dearest.get();
                times.addFirst(new PhaseTime(
                        how.steps(phase, each()),
                        how.batches(phase, each()),
                        bound.setup(),
                        bound.step(),
                        bound.epoch(),
                        0));
            } else {
                fit.at(i);
                times.addFirst(stepped(fit, plan, i, how));
                dearest = dearest.or(() -> Optional.of(times.getFirst()));
            }
        }
        return times;
    }

    private PhaseTime solved(Fit fit, Phase phase, int index) throws IOException {
        long began = clock.getAsLong();
        phase.solver().solve(fit, phase, index);
        double took = perExample(seconds(began), fit);
        return PhaseTime.solved(Math.max(took - kept * example * all(), SOLVING * took));
    }

    private PhaseTime stepped(Fit fit, Plan plan, int index, Stepped how) throws IOException {
        Phase phase = plan.phases().get(index);
        long began = clock.getAsLong();
        try (SteppedPhase run = how.on(fit, phase, index)) {
            double setup = seconds(began);
            List<Double> steps = new ArrayList<>();
            double part = limit / plan.phases().size();
            run.onItsThreads(() -> time(run, steps, part));
            long saving = clock.getAsLong();
            run.save();
            double share = Math.min(1, (double) how.batches(phase, each()) / SteppedPhase.SAVED_AFTER);
            double saved = seconds(saving) * share; // an epoch's
            int first = fit.parts().firstStage(phase.trains());
            boolean headAlone = first == fit.body().stages().count(); // then what judges epochs is computed once
            double judging = headAlone ? 0 : judged * example;
            double before = fit.beginsSolved(index) ? judging : 0;
            return new PhaseTime(
                    how.steps(phase, each()),
                    how.batches(phase, each()),
                    before + (first == 0 ? setup : perExample(setup, fit)),
                    steps.stream().mapToDouble(s -> s).average().orElseThrow(),
                    saved + judging,
                    index == plan.phases().size() - 1 ? plan.finish().mixtures() * judging : 0);
        }
    }

    /** The first step, which warms up, is timed only where there is no time for another. */
    private void time(SteppedPhase run, List<Double> steps, double share) {
        long began = clock.getAsLong();
        for (int i = 0; i <= MOST && (steps.isEmpty() || seconds(began) < share); i++) {
            long before = clock.getAsLong();
            run.trial(i, 1e-3);
            double took = seconds(before);
            if (i > 0 || took > share) {
                steps.add(took);
            }
        }
    }

    private double perExample(double seconds, Fit fit) {
        int tried = fit.outputs().keySet().stream()
                .mapToInt(name -> fit.streams().get(name).size())
                .sum();
        return seconds * all() / tried;
    }

    private int[] each() {
        return examples.stream().mapToInt(count -> count).toArray();
    }

    private int all() {
        return IntStream.of(each()).sum();
    }

    private double seconds(long began) {
        return (clock.getAsLong() - began) / 1e9;
    }
}
