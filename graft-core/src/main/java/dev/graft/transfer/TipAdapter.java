package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.data.InputSpec;
import dev.graft.model.HeadShape;
import dev.graft.train.Finish;
import dev.graft.train.Length;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.ProbeAndCache;
import dev.graft.train.Rates;
import dev.graft.train.Trains;
import java.util.List;

/**
 * A probe beside a cache of the training features, by likeness to which an answer is corrected. The model holds a row
 * of features for each training example. Source: Zhang et al., "Tip-Adapter: Training-Free Adaption of CLIP for Few-Shot
 * Classification", ECCV 2022, section 3.1; the probe stands in the place of CLIP's words.
 *
 * @param strength C of the probe, above 0; 0 chooses the best of 0.1 to 1000 inside the training part
 * @param alpha weight of the cache, above 0; 0 chooses the best of 0 to 100 inside the training part
 * @param beta how fast an example's say falls with its distance, above 0; 0 chooses the best of 1 to 30 inside the
 *     training part
 */
public record TipAdapter(double strength, double alpha, double beta) implements Strategy {
    public static final TipAdapter DEFAULTS = new TipAdapter(0, 0, 0);

    public TipAdapter {
        Check.notNegative("strength", strength);
        Check.notNegative("alpha", alpha);
        Check.notNegative("beta", beta);
    }

    @Override
    public String name() {
        return "tip-adapter";
    }

    @Override
    public String title() {
        return "a probe on fixed features, corrected by likeness to the training examples, which the model keeps";
    }

    @Override
    public HeadShape head(InputSpec<?> input, Facts data) {
        return HeadShape.linear(new HeadShape.Beside(false, data.examples(), 0));
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        OneLabelEach.check(this, data);
        return Plan.of(
                Finish.LAST,
                new Phase(Trains.head(), Length.ONCE, Rates.NONE, new ProbeAndCache(strength, alpha, beta), List.of()));
    }
}
