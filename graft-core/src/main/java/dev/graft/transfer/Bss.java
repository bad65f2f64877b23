package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Plan;
import dev.graft.train.SmallSpectrum;

/**
 * Fine-tunes everything and shrinks the smallest singular values of each batch's features. Source: Chen et al., NeurIPS
 * 2019 (BSS), section 5.1 for one value and a strength of 0.001.
 *
 * @param smallest how many singular values are shrunk, at least 1
 * @param strength of the shrinking, at least 0
 * @param tuning what trains, how fast and how long
 */
public record Bss(int smallest, double strength, FineTune tuning) implements Strategy {
    public static final Bss DEFAULTS = new Bss(1, 0.001, FineTune.DEFAULTS);

    /** For pictures. */
    public static final Bss PICTURES = new Bss(1, 0.001, FineTune.PICTURES);

    public Bss {
        Check.atLeast("smallest", smallest, 1);
        Check.notNegative("strength", strength);
    }

    @Override
    public String name() {
        return "bss";
    }

    @Override
    public String title() {
        return "all layers, the weakest directions of each batch's features made weaker still";
    }

    @Override
    public HeadShape head() {
        return tuning.head();
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        return tuning.plan(stages, data).with(new SmallSpectrum(smallest, strength));
    }
}
