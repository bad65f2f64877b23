package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Mixout;
import dev.graft.train.Plan;

/**
 * Fine-tunes everything; at each step a share of the body's weights is set back to the pretrained ones. Source: Lee, Cho
 * and Kang, "Mixout", ICLR 2020, section 5, which finds 0.7 to 0.9 best on small data; the decay towards zero stays off.
 *
 * @param share of the weights that are set back, in [0, 1)
 * @param tuning what trains, how fast and how long
 */
public record MixoutTuning(double share, FineTune tuning) implements Strategy {
    public static final MixoutTuning DEFAULTS = new MixoutTuning(0.7, new FineTune(Steps.DEFAULTS.weightDecay(0)));

    /** For pictures. */
    public static final MixoutTuning PICTURES = new MixoutTuning(0.7, new FineTune(Steps.PICTURES.weightDecay(0)));

    public MixoutTuning {
        new Mixout(share);
    }

    @Override
    public String name() {
        return "mixout";
    }

    @Override
    public String title() {
        return "all layers, at each step some weights put back to where they began";
    }

    @Override
    public HeadShape head() {
        return tuning.head();
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        return tuning.plan(stages, data).with(new Mixout(share));
    }
}
