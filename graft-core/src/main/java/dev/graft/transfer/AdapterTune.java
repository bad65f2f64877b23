package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Plan;
import dev.graft.train.Trains;
import java.util.List;
import java.util.Map;

/** What strategies have in common that train an adapter and the head, and leave the body as it is. */
interface AdapterTune extends Strategy {
    Steps steps();

    @Override
    default HeadShape head() {
        return new HeadShape(List.of(), steps().headDropout());
    }

    @Override
    default Plan plan(Stages stages, Facts data) {
        double rate = steps().rate();
        Map<String, Double> peaks = Map.of(Trains.ADAPTER, rate, Stages.HEAD, rate * steps().headRate());
        return Plan.of(steps().finish(), steps().phase(Trains.adapter(), peaks, true, data));
    }
}
