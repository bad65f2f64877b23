package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import java.io.IOException;

/** What every comparison with one pass of the default encoder is measured against. */
final class Pass {
    private Pass() {}

    /** Seconds of opening the network. */
    static double open() throws IOException {
        long began = System.nanoTime();
        Catalog.open(Catalog.DEFAULT_TEXT, Hub.standard()).close();
        return (System.nanoTime() - began) / 1e9;
    }

    /** Seconds of running the network over the data once, warm. */
    static double seconds(Dataset<Text> data) throws IOException {
        try (Backbone backbone = Catalog.open(Catalog.DEFAULT_TEXT, Hub.standard())) {
            PreparedSet prepared = PreparedSet.of(backbone.input(), data);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 3; i++) {
                long began = System.nanoTime();
                Features.of(
                        backbone,
                        prepared,
                        backbone.stages().count(),
                        Precision.FP32,
                        Features.Keep.NOTHING,
                        done -> {});
                best = Math.min(best, (System.nanoTime() - began) / 1e9);
            }
            return best;
        }
    }
}
