package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Finish;
import dev.graft.train.Plan;
import dev.graft.train.Trains;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the head and the last stages of the body together; what lies below is frozen and runs once per example.
 *
 * @param last how many stages train, at least 1; 0 for all
 * @param hidden widths of the head's hidden layers, none for a linear head
 * @param steps rates and lengths
 */
public record FineTune(int last, List<Integer> hidden, Steps steps) implements Strategy {
    public static final FineTune DEFAULTS = new FineTune(0, List.of(), Steps.DEFAULTS);

    /** For pictures. */
    public static final FineTune PICTURES = new FineTune(0, List.of(), Steps.PICTURES);

    public FineTune {
        Check.atLeast("last", last, 0);
        hidden = List.copyOf(hidden);
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
        List<String> parts = stages.top(last == 0 ? stages.count() : Math.min(last, stages.count()));
        Map<String, Double> peaks = new LinkedHashMap<>();
        parts.forEach(
                part -> peaks.put(part, Stages.HEAD.equals(part) ? steps.rate() * steps.headRate() : steps.rate()));
        return Plan.of(Finish.BEST, steps.phase(new Trains(parts), peaks, data));
    }
}
