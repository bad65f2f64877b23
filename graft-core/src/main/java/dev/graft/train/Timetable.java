package dev.graft.train;

import java.util.List;
import java.util.stream.IntStream;

/** What the phases of a plan take, and how many steps of each fit into a time: arithmetic, no clock. */
public record Timetable(List<PhaseTime> phases) {
    private static final int WORTHWHILE = 10; // of the wanted steps, one in so many

    private static final int HALVINGS = 60;

    public Timetable {
        phases = List.copyOf(phases);
    }

    /** Seconds of all that the plan wants. */
    public double seconds() {
        return seconds(1);
    }

    /** Seconds of one epoch of each phase at most, with what stands before it. */
    public double epochSeconds() {
        return phases.stream()
                .mapToDouble(phase -> phase.seconds(Math.min(phase.steps(), phase.batches())))
                .sum();
    }

    /**
     * Seconds that may pass from the end of a time until training has ended: a step, the ends of its epoch and phase, and
     * what is solved after it.
     */
    public double lastSeconds() {
        double most = 0;
        double solved = 0;
        for (int i = phases.size() - 1; i >= 0; i--) {
            PhaseTime phase = phases.get(i);
            if (phase.steps() == 0) {
                solved += phase.setup();
            } else {
                most = Math.max(most, phase.step() + phase.epoch() + phase.end() + solved);
            }
        }
        return most;
    }

    /** Whether all that the plan wants fits. */
    public boolean fits(double available) {
        return seconds() <= available;
    }

    /**
     * Steps of each phase that fit into a time, in the proportions that the plan has, at least one of each that steps.
     * What fits whole is left as it is.
     */
    public List<Long> steps(double available) {
        if (fits(available)) {
            return steps(phases, 1);
        }
        double fits = 0;
        double not = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double share = (fits + not) / 2;
            if (seconds(share) <= available) {
                fits = share;
            } else {
                not = share;
            }
        }
        return steps(phases, fits);
    }

    /** Whether these steps are fewer than one epoch has, or than a tenth of all, which change next to nothing. */
    public boolean tooFew(List<Long> steps) {
        long made = steps.stream().mapToLong(Long::longValue).sum();
        long all = phases.stream().mapToLong(PhaseTime::steps).sum();
        return WORTHWHILE * made < all
                || phases.stream()
                        .filter(phase -> phase.steps() > 0)
                        .anyMatch(phase -> made < Math.min(phase.batches(), phase.steps()));
    }

    private double seconds(double share) {
        List<Long> steps = steps(phases, share);
        return IntStream.range(0, phases.size())
                .mapToDouble(i -> phases.get(i).seconds(steps.get(i)))
                .sum();
    }

    private static List<Long> steps(List<PhaseTime> phases, double share) {
        return phases.stream()
                .map(phase -> phase.steps() == 0 ? 0 : Math.max(1, (long) Math.floor(share * phase.steps())))
                .toList();
    }
}
