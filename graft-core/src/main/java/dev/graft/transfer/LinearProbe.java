package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.ConvexHead;
import dev.graft.train.Finish;
import dev.graft.train.Length;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.Rates;
import dev.graft.train.Trains;
import java.util.List;
import java.util.Map;

/**
 * A head on features that stay as they are: one pass over the data, then a convex problem solved to its optimum. With
 * hidden layers the head is trained by steps, on the same cached features.
 *
 * @param strength C of logistic or ridge regression as scikit-learn counts it, above 0; 0 chooses the best of 0.1 to
 *     1000 inside the training part
 * @param hidden widths of the head's hidden layers, none for a linear head
 * @param steps how a head with hidden layers is trained
 */
public record LinearProbe(double strength, List<Integer> hidden, Steps steps) implements Strategy {
    public static final LinearProbe DEFAULTS = new LinearProbe(
            0, List.of(), new Steps(1e-3, 30, 32, "adamw", 0.01, "cosine", 0.1, 1, 1, 5, 1, 0.1).least(300));

    public LinearProbe {
        Check.notNegative("strength", strength);
        hidden = List.copyOf(hidden);
    }

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public String title() {
        return "a head on fixed features; a linear one is solved to its optimum, one with hidden layers trained by steps";
    }

    @Override
    public HeadShape head() {
        return new HeadShape(hidden, hidden.isEmpty() ? 0 : steps.headDropout());
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        if (hidden.isEmpty()) {
            return Plan.of(
                    Finish.LAST,
                    new Phase(Trains.head(), Length.ONCE, Rates.NONE, new ConvexHead(strength), List.of()));
        }
        return Plan.of(
                steps.finish(),
                steps.phase(Trains.head(), Map.of(Stages.HEAD, steps.rate() * steps.headRate()), false, data));
    }
}
