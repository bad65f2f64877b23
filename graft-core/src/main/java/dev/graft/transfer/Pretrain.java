package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Averaging;
import dev.graft.train.Distillation.Lesson;
import dev.graft.train.Plan;
import dev.graft.train.Trains;
import java.util.List;
import java.util.Optional;

/**
 * Makes a backbone: everything from random weights, long, fast and averaged, under one head that is linear as the
 * architecture's own. Sources: Smith and Topin 2017 (one cycle); Izmailov et al., UAI 2018 (averages); He et al., "Bag
 * of Tricks", CVPR 2019 (no decay on norms and biases, smoothed labels).
 *
 * @param sizes whether the size at which it answers best is looked for in the end; not under a budget
 * @param lesson what counts how much where there is a teacher
 * @param steps rates and lengths
 */
public record Pretrain(boolean sizes, Lesson lesson, Steps steps) implements Strategy {
    /** At batches of 128; another size wants a rate in proportion. */
    public static final Pretrain DEFAULTS = new Pretrain(
            new Steps(0.4, 30, 128, "sgd", 5e-4, "onecycle", 0.2, 0, 1, 1000, 1, 0).averaging(Averaging.moving(0.999)));

    /** With a teacher, if any, who counts as much as the labels. */
    public Pretrain(Steps steps) {
        this(true, new Lesson(1, 1, 2, 0), steps);
    }

    public Pretrain {
        Check.that(steps.headDropout() == 0, "headDropout must be 0 for a backbone, was " + steps.headDropout());
    }

    @Override
    public String name() {
        return "pretrain";
    }

    @Override
    public String title() {
        return "all layers from random weights, to make a backbone";
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public Optional<Lesson> taught() {
        return Optional.of(lesson);
    }

    @Override
    public HeadShape head() {
        return HeadShape.LINEAR;
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        List<String> parts = stages.top(stages.count());
        return new Plan(List.of(steps.phase(new Trains(parts), steps.peaks(stages, parts, 1))), steps.finish(), true);
    }
}
