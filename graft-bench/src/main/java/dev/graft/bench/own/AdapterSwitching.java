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
    private static final int REQUESTS = 320;
    private static final int ROUNDS = 5;
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
            double[] best = new double[3];
            Arrays.fill(best, Double.POSITIVE_INFINITY);
            for (int round = 0; round < ROUNDS; round++) { // by turns, so that a disturbance meets all alike
                best[0] = Math.min(best[0], milliseconds(i -> plain));
                best[1] = Math.min(best[1], milliseconds(i -> adapted.get(0)));
                best[2] = Math.min(best[2], milliseconds(i -> adapted.get(i % ADAPTERS)));
            }
            adapted.forEach(model -> model.adapters().forEach(Adapter::close));
            print(best);
        }
    }

    private static Head head(OneLabel task, Backbone body) {
        try (Scope scope = Scope.open()) {
            return task.head(body.width(), HeadShape.LINEAR);
        }
    }

    /** Of one request. */
    private static double milliseconds(IntFunction<Model> model) {
        long began = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            model.apply(i).predict(TEXT);
        }
        return (System.nanoTime() - began) / 1e6 / REQUESTS;
    }

    private static void print(double... best) {
        Line.print(
                "text",
                String.format(
                        Locale.ROOT,
                        "One text a request, fp32, best of %d rounds: without adapter %.2f ms, by one LoRA of rank 8 %.2f ms,"
                                + " by another of %d each time %.2f ms. Switching costs **%.1f %%** of a request.",
                        ROUNDS,
                        best[0],
                        best[1],
                        ADAPTERS,
                        best[2],
                        100 * (best[2] - best[1]) / best[0]));
    }
}
