package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Plan;
import dev.graft.train.TowardsStart;

/**
 * Fine-tunes everything while a spring draws the body back to the pretrained weights and the head to zero. Source: Li,
 * Grandvalet and Davoine, ICML 2018 (L2-SP); strengths as in thuml's Transfer-Learning-Library; no other decay of
 * weights.
 *
 * @param strength of the spring to the pretrained weights, at least 0
 * @param headStrength of the spring of the head to zero, at least 0
 * @param tuning what trains, how fast and how long
 */
public record L2Sp(double strength, double headStrength, FineTune tuning) implements Strategy {
    public static final L2Sp DEFAULTS = new L2Sp(0.01, 0.01, new FineTune(Steps.DEFAULTS.weightDecay(0)));

    /** For pictures. */
    public static final L2Sp PICTURES = new L2Sp(0.01, 0.01, new FineTune(Steps.PICTURES.weightDecay(0)));

    public L2Sp {
        Check.notNegative("strength", strength);
        Check.notNegative("headStrength", headStrength);
    }

    @Override
    public String name() {
        return "l2sp";
    }

    @Override
    public String title() {
        return "all layers, each weight held near to where it began in place of decaying to zero";
    }

    @Override
    public HeadShape head() {
        return tuning.head();
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        return tuning.plan(stages, data).with(new TowardsStart(strength, headStrength));
    }
}
