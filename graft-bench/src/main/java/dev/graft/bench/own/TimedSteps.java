package dev.graft.bench.own;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.model.Head;
import dev.graft.model.OneLabel;
import dev.graft.train.Fit;
import dev.graft.train.Progress;
import dev.graft.train.Settings;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long a step of training took, once Java and the engine had warmed up. */
final class TimedSteps {
    static final int WARM_UPS = 5;
    private static final long SEED = 42;

    private TimedSteps() {}

    /** Once over the data and no more. */
    static Strategy once(Strategy strategy, int batch) {
        return strategy.with("epochs", 1).with("leastSteps", 0).with("batchSize", batch);
    }

    /** Trains a head of the data's labels on a network and prints the median and the best of the counted steps. */
    static void print(Backbone backbone, Strategy strategy, Dataset<?> data, Precision precision, int steps)
            throws IOException {
        OneLabel task = new OneLabel(Labels.of(data));
        List<Long> times = new ArrayList<>();
        Engine.seed(SEED);
        Head head;
        try (Scope scope = Scope.open()) {
            head = task.head(backbone.width(), strategy.head());
        }
        Settings settings = new Settings(
                SEED, precision, Precision.FP32, Features.Keep.NOTHING, Optional.empty(), false, new Clock(times));
        PreparedSet prepared = PreparedSet.of(backbone.input(), data);
        Adapter adapter = strategy.adapter().map(shape -> shape.on(backbone)).orElse(Adapter.NONE);
        new Fit(
                        backbone,
                        head,
                        adapter,
                        task,
                        Map.of(Fit.LABELLED, prepared),
                        Optional.empty(),
                        settings,
                        Optional.empty())
                .run(strategy.plan(backbone.stages(), Facts.of(data)));
        head.close();
        adapter.close();
        double[] milliseconds = new double[steps];
        for (int i = 0; i < steps; i++) {
            milliseconds[i] = (times.get(WARM_UPS + i) - times.get(WARM_UPS + i - 1)) / 1e6;
        }
        Arrays.sort(milliseconds);
        Line.print(
                "medianMilliseconds",
                milliseconds[steps / 2],
                "bestMilliseconds",
                milliseconds[0],
                "threads",
                Engine.threads(),
                "peakBytes",
                Line.peakBytes());
    }

    /** Notes when each step ended. */
    private record Clock(List<Long> times) implements Progress {
        @Override
        public void at(long done, String note) {
            if (note.startsWith("loss")) {
                times.add(System.nanoTime());
            }
        }
    }
}
