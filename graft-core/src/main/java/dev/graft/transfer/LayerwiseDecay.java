package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Plan;
import dev.graft.train.Trains;
import java.util.List;

/**
 * Trains all at once, each stage slower than the one above: what lies near the input is of more general use. Source: Bao
 * et al., "BEiT: BERT Pre-Training of Image Transformers", ICLR 2022, appendix; Clark et al., "ELECTRA", ICLR 2020.
 *
 * @param stageDecay rate of a stage over that of the part above, the head at the top, in (0, 1]
 * @param hidden widths of the head's hidden layers, none for a linear head
 * @param fixedNorms as {@link FineTune} has it
 * @param steps rates and lengths; {@code rate} times the decay is the last stage's
 */
public record LayerwiseDecay(double stageDecay, List<Integer> hidden, boolean fixedNorms, Steps steps)
        implements Strategy {
    /** Rate and decay as AutoGluon has them for texts. */
    public static final LayerwiseDecay DEFAULTS = new LayerwiseDecay(
            0.9, List.of(), true, new Steps(1e-4, 3, 32, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 20, 0.1).least(100));

    /** For pictures. */
    public static final LayerwiseDecay PICTURES = new LayerwiseDecay(
            0.75, List.of(), true, new Steps(5e-4, 12, 32, "adamw", 0.01, "cosine", 0.1, 1, 1, 5, 10, 0.1).least(100));

    public LayerwiseDecay {
        Check.fraction("stageDecay", stageDecay);
        hidden = List.copyOf(hidden);
    }

    @Override
    public String name() {
        return "layerwise";
    }

    @Override
    public String title() {
        return "all layers and the head, each stage slower than the one above";
    }

    @Override
    public HeadShape head() {
        return new HeadShape(hidden, steps.headDropout());
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        List<String> parts = stages.top(stages.count());
        return Plan.of(
                steps.finish(),
                steps.phase(new Trains(parts), steps.peaks(stages, parts, stageDecay), fixedNorms, data));
    }
}
