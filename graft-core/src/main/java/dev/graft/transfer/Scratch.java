package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Plan;
import java.util.List;

/**
 * Forgets what was pretrained and trains everything from random weights: what transfer is measured against.
 *
 * @param hidden widths of the head's hidden layers, none for a linear head
 * @param steps rates and lengths
 */
public record Scratch(List<Integer> hidden, Steps steps) implements Strategy {
    /**
     * For texts. Random weights want longer training than pretrained ones, and one rate for all. Networks whose norms
     * come last (BERT's) do not always start at 3e-4, the deep ones seldom; 1e-4 is BERT's own (Devlin et al. 2018,
     * appendix A.2).
     */
    public static final Scratch DEFAULTS =
            new Scratch(List.of(), new Steps(1e-4, 10, 32, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 1, 0.1));

    /** For pictures. */
    public static final Scratch PICTURES =
            new Scratch(List.of(), new Steps(2e-3, 30, 32, "adamw", 0.05, "onecycle", 0.3, 1, 1, 10, 1, 0.1));

    public Scratch {
        hidden = List.copyOf(hidden);
    }

    @Override
    public String name() {
        return "scratch";
    }

    @Override
    public String title() {
        return "all layers and the head, from random weights: to see what the pretraining brings";
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public HeadShape head() {
        return new HeadShape(hidden, steps.headDropout());
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        Plan all = new FineTune(0, hidden, false, steps).plan(stages, data);
        return new Plan(all.phases(), all.finish(), true);
    }
}
