package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Plan;
import dev.graft.train.Trains;
import java.util.List;

/**
 * Trains the head and the last stages of the body together; what lies below is frozen and runs once per example.
 *
 * @param last how many stages train, at least 1; 0 for all
 * @param hidden widths of the head's hidden layers, none for a linear head
 * @param fixedNorms whether batch norms keep the statistics that they came with: those of a small batch are poor, and
 *     moving ones no longer fit the weights. Source: Kolesnikov et al., "Big Transfer", ECCV 2020, section 3.1; Keras'
 *     guide to transfer learning
 * @param steps rates and lengths
 */
public record FineTune(int last, List<Integer> hidden, boolean fixedNorms, Steps steps) implements Strategy {
    public static final FineTune DEFAULTS = new FineTune(Steps.DEFAULTS);

    /** For pictures. */
    public static final FineTune PICTURES = new FineTune(Steps.PICTURES);

    public FineTune {
        Check.atLeast("last", last, 0);
        hidden = List.copyOf(hidden);
    }

    /** With the norms of the pretrained network. */
    public FineTune(int last, List<Integer> hidden, Steps steps) {
        this(last, hidden, true, steps);
    }

    /** Of everything. */
    FineTune(Steps steps) {
        this(0, List.of(), steps);
    }

    /** The same for another number of stages. */
    FineTune last(int stages) {
        return new FineTune(stages, hidden, fixedNorms, steps);
    }

    @Override
    public String name() {
        return last == 0 ? "finetune" : "last-" + last;
    }

    @Override
    public String title() {
        return last == 0
                ? "all layers and the head, from the pretrained weights"
                : "the head and the last " + last + " stages; the stages below run once per example";
    }

    @Override
    public HeadShape head() {
        return new HeadShape(hidden, steps.headDropout());
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        Check.that(
                last <= stages.count(),
                "strategy " + name() + ": this network has " + stages.count()
                        + " stages; choose fewer of them, or --strategy finetune for all");
        List<String> parts = stages.top(last == 0 ? stages.count() : last);
        return Plan.of(steps.finish(), steps.phase(new Trains(parts), steps.peaks(stages, parts, 1), fixedNorms, data));
    }
}
