package dev.graft.bench.own;

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
import dev.graft.train.Plan;
import dev.graft.train.Progress;
import dev.graft.train.Settings;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Seconds of so many epochs over frozen stages, in fp32, both measured; the network is open before, and Java and the
 * engine are warm.
 *
 * @param once in one fit, in which the frozen stages run once; the median of three such fits
 * @param each in a fit for each epoch on the same head, in each of which they run again
 */
record Epochs(double once, double each) {
    private static final int ROUNDS = 3;
    private static final Settings SETTINGS = new Settings(
            42, Precision.FP32, Precision.FP32, Features.Keep.NOTHING, Optional.empty(), false, Progress.SILENT);

    static Epochs of(int count, Backbone body, Dataset<?> data, Strategy strategy) throws IOException {
        PreparedSet prepared = PreparedSet.of(body.input(), data);
        OneLabel task = new OneLabel(Labels.of(data));
        Facts facts = Facts.of(data);
        Plan all = strategy.with("epochs", count).plan(body.stages(), facts);
        Plan one = strategy.with("epochs", 1).plan(body.stages(), facts);
        try (Head head = head(task, body, strategy)) {
            seconds(body, head, task, prepared, one);
            double[] once = new double[ROUNDS];
            double each = 0;
            for (int round = 0; round < ROUNDS; round++) { // by turns, so that a disturbance meets both alike
                once[round] = seconds(body, head, task, prepared, all);
                for (int epoch = round * count / ROUNDS; epoch < (round + 1) * count / ROUNDS; epoch++) {
                    each += seconds(body, head, task, prepared, one);
                }
            }
            return new Epochs(Median.of(once), each);
        }
    }

    private static Head head(OneLabel task, Backbone body, Strategy strategy) {
        Engine.seed(SETTINGS.seed());
        try (Scope scope = Scope.open()) {
            return task.head(body.width(), strategy.head());
        }
    }

    private static double seconds(Backbone body, Head head, OneLabel task, PreparedSet prepared, Plan plan)
            throws IOException {
        long began = System.nanoTime();
        new Fit(body, head, task, Map.of(Fit.LABELLED, prepared), Optional.empty(), SETTINGS).run(plan);
        return (System.nanoTime() - began) / 1e9;
    }

    double ratio() {
        return each / once;
    }
}
