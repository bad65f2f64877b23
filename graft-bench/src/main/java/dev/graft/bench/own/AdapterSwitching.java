package dev.graft.bench.own;

import dev.graft.adapter.Adapter;
import dev.graft.adapter.LoraShape;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.data.Labels;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.hub.Hub;
import dev.graft.model.Head;
import dev.graft.model.HeadShape;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.model.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** What it costs to answer each text by another of 16 adapters over one network. Argument: encoder. */
public final class AdapterSwitching {
    private static final int ADAPTERS = 16;
    private static final int REQUESTS = 1000;
    private static final int WARM_UPS = 100;
    private static final Text TEXT =
            Text.of("i ordered two brake pads last week and the parcel has still not come, where is it?");

    private AdapterSwitching() {}

    public static void main(String[] arguments) throws IOException {
        OneLabel task = new OneLabel(Labels.of(List.of("no", "yes")));
        try (Backbone body = Catalog.open(arguments[0], Hub.standard());
                Head head = head(task, body)) {
            Model plain = Model.of(body, task, head, Precision.FP32, Provenance.UNKNOWN);
            List<Model> adapted = new ArrayList<>();
            for (int i = 0; i < ADAPTERS; i++) {
                Engine.seed(i);
                adapted.add(plain.with(LoraShape.DEFAULTS.on(body)));
            }
            List<IntFunction<Model>> ways = List.of(i -> plain, i -> adapted.get(0), i -> adapted.get(i % ADAPTERS));
            double[][] times = new double[ways.size()][REQUESTS];
            for (int i = -WARM_UPS; i < REQUESTS; i++) { // by turns, so that a disturbance meets all alike
                for (int w = 0; w < times.length; w++) {
                    times[w][Math.max(i, 0)] = milliseconds(ways.get(w).apply(i + WARM_UPS));
                }
            }
            adapted.forEach(model -> model.adapters().forEach(Adapter::close));
            print(Arrays.stream(times).mapToDouble(Median::of).toArray());
        }
    }

    private static Head head(OneLabel task, Backbone body) {
        try (Scope scope = Scope.open()) {
            return task.head(body.width(), HeadShape.LINEAR);
        }
    }

    /** Of one request. */
    private static double milliseconds(Model model) {
        long began = System.nanoTime();
        model.predict(TEXT);
        return (System.nanoTime() - began) / 1e6;
    }

    private static void print(double... medians) {
        Line.print(
                "text",
                String.format(
                        Locale.ROOT,
                        "One text a request, fp32, median of %d: without adapter %.2f ms, by one LoRA of rank 8 %.2f ms,"
                                + " by another of %d each time %.2f ms. Switching costs **%.1f %%** of a request.",
                        REQUESTS,
                        medians[0],
                        medians[1],
                        ADAPTERS,
                        medians[2],
                        100 * (medians[2] - medians[1]) / medians[0]));
    }
}
