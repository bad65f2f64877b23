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

/**
 * Solves for the head on fixed features first, then trains all layers from there: a head that begins at random sends
 * large gradients down, which distort the features before it has learned to read them.
 *
 * <p>Source: Kumar et al., "Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution", ICLR
 * 2022.
 *
 * @param strength of the probe, as {@link LinearProbe} has it
 * @param mix share of the fine-tuned weights beside those after the probe, as {@link Finish} has it
 * @param fixedNorms as {@link FineTune} has it
 * @param steps rates and lengths of fine-tuning
 */
public record ProbeFineTune(double strength, double mix, boolean fixedNorms, Steps steps) implements Strategy {
    /** One rate for all: the head need not hurry any more. Nothing is dropped before it, as nothing was when it was solved for. */
    public static final ProbeFineTune DEFAULTS = new ProbeFineTune(
            0, 1, true, new Steps(1e-4, 3, 32, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 1, 0).least(100));

    /** For pictures. */
    public static final ProbeFineTune PICTURES = new ProbeFineTune(
            0, 1, true, new Steps(1e-4, 12, 32, "adamw", 0.01, "cosine", 0.1, 1, 1, 5, 1, 0).least(100));

    public ProbeFineTune {
        Check.notNegative("strength", strength);
        steps.finish().mix(mix);
    }

    /** The same, ending with the mixture of what it began with and what it came to that the validation part finds best. */
    public ProbeFineTune mixed() {
        return new ProbeFineTune(strength, 0, fixedNorms, steps);
    }

    /** What the first phase is by itself. */
    public LinearProbe probe() {
        return new LinearProbe(strength, List.of(), LinearProbe.DEFAULTS.steps());
    }

    @Override
    public String name() {
        return "probe-finetune";
    }

    @Override
    public String title() {
        return "the head on fixed features, solved to its optimum, then all layers from there";
    }

    @Override
    public HeadShape head() {
        return new HeadShape(List.of(), steps.headDropout());
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        List<String> parts = stages.top(stages.count());
        return Plan.of(
                steps.finish().mix(mix),
                new Phase(Trains.head(), Length.ONCE, Rates.NONE, new ConvexHead(strength), List.of()),
                steps.phase(new Trains(parts), steps.peaks(stages, parts, 1), fixedNorms, data));
    }
}
