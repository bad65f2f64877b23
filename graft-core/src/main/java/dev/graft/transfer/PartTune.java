package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Plan;
import dev.graft.train.Trains;
import dev.graft.train.Within;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What strategies have in common that train the head and, in all stages, a few of the parameters. */
interface PartTune extends Strategy {
    /** Which parameters of the stages. */
    Within selected();

    Steps steps();

    @Override
    default HeadShape head() {
        return new HeadShape(List.of(), steps().headDropout());
    }

    @Override
    default Plan plan(Stages stages, Facts data) {
        List<String> parts = stages.top(stages.count());
        Map<String, Double> peaks = new LinkedHashMap<>();
        parts.forEach(part -> peaks.put(part, steps().rate()));
        peaks.put(Stages.HEAD, steps().rate() * steps().headRate());
        return Plan.of(steps().finish(), steps().phase(new Trains(parts, selected()), peaks, true, data));
    }
}
