package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.LikeStart;
import dev.graft.train.Plan;
import dev.graft.train.TowardsStart;

/**
 * Fine-tunes everything while what each stage gives is drawn to what the pretrained network gives of the same input,
 * and the head to zero. Every channel counts alike, where the paper weighs them by what they do for the task. A step
 * takes one pass of the frozen network more. Source: Li et al., ICLR 2019 (DELTA); strengths as in thuml's
 * Transfer-Learning-Library, which sums over a batch of 48 where this averages.
 *
 * @param strength of the pull on what the stages give, at least 0
 * @param headStrength of the spring of the head to zero, at least 0
 * @param tuning what trains, how fast and how long
 */
public record Delta(double strength, double headStrength, FineTune tuning) implements Strategy {
    public static final Delta DEFAULTS = new Delta(0.01, 0.01, new FineTune(Steps.DEFAULTS.weightDecay(0)));

    /** For pictures. */
    public static final Delta PICTURES = new Delta(0.01, 0.01, new FineTune(Steps.PICTURES.weightDecay(0)));

    public Delta {
        Check.notNegative("strength", strength);
        Check.notNegative("headStrength", headStrength);
    }

    @Override
    public String name() {
        return "delta";
    }

    @Override
    public String title() {
        return "all layers, what each stage gives, every channel alike, held near to what it gave before";
    }

    @Override
    public HeadShape head() {
        return tuning.head();
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        return tuning.plan(stages, data).with(new LikeStart(strength)).with(new TowardsStart(0, headStrength));
    }
}
