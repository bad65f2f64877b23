package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.KeptChance;
import dev.graft.engine.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Looks for a learning rate: trains with rates that rise exponentially until the loss breaks out, and leaves everything
 * as it was. Source: Smith, "Cyclical Learning Rates for Training Neural Networks", WACV 2017, section 3.3; with
 * smoothing and stop as fastai has them.
 *
 * @param from rate of the first step, above 0
 * @param to rate of the last step, above {@code from}
 * @param steps at most, at least 10
 * @param smoothing share of the mean loss that a step leaves, in [0, 1)
 * @param stop how many times the best mean loss ends the search, above 1
 */
public record RateFinder(double from, double to, int steps, double smoothing, double stop) {
    /** For gradients as they are. */
    public static final RateFinder DEFAULTS = new RateFinder(1e-7, 10, 100, 0.98, 4);

    /** For optimizers that bring every step to the length of its rate, as Adam: a weight moves by 1 at a rate of 1. */
    public static final RateFinder SCALED = new RateFinder(1e-7, 1, 100, 0.98, 4);

    public RateFinder {
        Check.positive("from", from);
        Check.that(to > from && !Double.isInfinite(to), "to must be above from, " + from + ", was " + to);
        Check.atLeast("steps", steps, 10);
        Check.share("smoothing", smoothing);
        Check.that(stop > 1, "stop must be above 1, was " + stop);
    }

    public static RateFinder of(Optimizer optimizer) {
        return optimizer instanceof Sgd ? DEFAULTS : SCALED;
    }

    /** The last phase of a plan that goes by steps; -1 where none does. */
    public static int phase(Plan plan) {
        int last = plan.phases().size() - 1;
        while (last >= 0 && !(plan.phases().get(last).solver() instanceof Stepped)) {
            last--;
        }
        return last;
    }

    /**
     * Looks at the last phase that goes by steps, with the range that its optimizer wants. Phases before it that are
     * solved at once are carried out first. Afterwards every weight, buffer and generator is
     * what it was.
     *
     * @param rate that the plan was made with; what each part learns at stays in proportion to it
     */
    public static RateCurve search(Fit fit, Plan plan, double rate) throws IOException {
        int index = phase(plan);
        Check.that(index >= 0, "a plan that is solved exactly has no learning rate to be found");
        return of(((Stepped) plan.phases().get(index).solver()).steps().optimizer())
                .find(fit, plan, rate);
    }

    /** As {@link #search}, with this range. */
    public RateCurve find(Fit fit, Plan plan, double rate) throws IOException {
        Map<String, Tensor> before = new LinkedHashMap<>();
        Averages.copy(fit.parts().everything(), before);
        StopRequest.began();
        try (KeptChance chance = KeptChance.open()) {
            return found(fit, plan, rate);
        } finally {
            fit.parts().freezeAllBut(Trains.NOTHING);
            Map<String, Tensor> now = fit.parts().everything();
            before.forEach((name, tensor) -> now.get(name).copyInPlace(tensor));
            before.values().forEach(Tensor::close);
            fit.parts().freezeAllBut(Trains.NOTHING); // what was packed of other weights is stale
            fit.end();
            StopRequest.ended();
        }
    }

    private RateCurve found(Fit fit, Plan plan, double rate) throws IOException {
        fit.begin(plan);
        int index = phase(plan);
        List<Phase> earlier = plan.phases().subList(0, index);
        for (int i = 0; i < earlier.size(); i++) {
            if (!(earlier.get(i).solver() instanceof Stepped)) {
                fit.at(i);
                earlier.get(i).solver().solve(fit, earlier.get(i), i);
            }
        }
        Phase phase = plan.phases().get(index);
        fit.at(index);
        RateCurve.Growing curve = new RateCurve.Growing(smoothing);
        try (SteppedPhase run = ((Stepped) phase.solver()).on(fit, phase, index)) {
            run.onItsThreads(() -> sweep(run, rate, curve, fit.settings().progress()));
        }
        return curve.curve();
    }

    private void sweep(SteppedPhase run, double rate, RateCurve.Growing curve, Progress progress) {
        progress.begin("looking for a rate", steps);
        boolean goesOn = true;
        for (int i = 0; i < steps && goesOn; i++) {
            double now = rate(i);
            goesOn = curve.add(now, run.trial(i, now / rate), stop);
            progress.at(i + 1L, String.format(Locale.ROOT, "rate %.1e", now));
        }
        progress.end("");
    }

    /** Rate of a step, counted from 0: each is the same times the one before. */
    double rate(int step) {
        return from * Math.pow(to / from, (double) step / (steps - 1));
    }
}
