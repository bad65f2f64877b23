package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.train.Averaging;
import dev.graft.train.ConvexHead;
import dev.graft.train.Finish;
import dev.graft.train.GradientSteps;
import dev.graft.train.Length;
import dev.graft.train.Optimizer;
import dev.graft.train.PairSteps;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.Rates;
import dev.graft.train.Schedule;
import dev.graft.train.Trains;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * For few labels: the body learns to draw examples of one class together and those of two apart, on far more pairs than
 * there are examples; then a probe on its features. Source: Tunstall et al., "Efficient Few-Shot Learning Without
 * Prompts" (SetFit), 2022, section 3.
 *
 * @param pairs that each example begins in an epoch with one of its own class, and as many with another; 0 takes the
 *     paper's 20, but 1 at least and no more than make 3,200 of all examples
 * @param strength C of the probe, above 0; 0 chooses the best of 0.1 to 1000 inside the training part
 * @param steps rates and lengths; its batches are of pairs
 */
public record Contrastive(int pairs, double strength, Steps steps) implements Strategy {
    /**
     * Pairs of either kind in an epoch. On Banking77 with 8 of each of 77 classes more of them made the answers worse, not
     * only the training longer: docs/strategies.md.
     */
    private static final int ENOUGH = 3200;

    private static final int MOST_EACH = 20;

    /** Rate 2e-5, a tenth warmed up, 16 pairs a step as in the paper's own trainer. */
    public static final Contrastive DEFAULTS =
            new Contrastive(0, 0, new Steps(2e-5, 1, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 1, 1, 0));

    public Contrastive {
        Check.notNegative("pairs", pairs);
        Check.notNegative("strength", strength);
        Check.that(
                steps.headRate() == 1 && steps.headDropout() == 0 && steps.leastSteps() == 0 && steps.patience() == 1,
                "headRate, headDropout, leastSteps and patience are for heads that learn by steps and are judged: that of"
                        + " contrastive is solved; leave them out");
        Check.that(
                steps.averaging().equals(Averaging.NONE),
                "average and averageLast must be 0: a run ends with weights that are averaged, and contrastive with a"
                        + " probe that is solved");
    }

    @Override
    public String name() {
        return "contrastive";
    }

    @Override
    public String title() {
        return "all layers, on pairs of one class and of two; then a probe on their features: for 4 to 64 labels a class";
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        OneLabelEach.check(this, data);
        Map<String, Double> peaks = new LinkedHashMap<>();
        stages.names().forEach(part -> peaks.put(part, steps.rate()));
        Phase tuning = new Phase(
                new Trains(stages.names()),
                new Length(steps.epochs()),
                new Rates(peaks, Schedule.named(steps.schedule(), steps.warmup())),
                onPairs(data.examples()),
                List.of());
        Phase probe = new Phase(Trains.head(), Length.ONCE, Rates.NONE, new ConvexHead(strength), List.of());
        return Plan.of(Finish.LAST, tuning, probe);
    }

    /** Of so many examples, at most: small classes have fewer pairs. */
    long stepsOf(int examples) {
        return onPairs(examples).steps(examples, steps.epochs());
    }

    private PairSteps onPairs(int examples) {
        int each = pairs > 0 ? pairs : Math.max(1, Math.min(MOST_EACH, ENOUGH / Math.max(1, examples)));
        return new PairSteps(each, gradientSteps());
    }

    private GradientSteps gradientSteps() {
        return new GradientSteps(
                Optimizer.named(steps.optimizer(), steps.weightDecay()),
                steps.batchSize(),
                steps.accumulate(),
                steps.clip(),
                steps.patience(),
                true);
    }
}
