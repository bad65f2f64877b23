package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.Facts;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.data.TextInput;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.hub.Hub;
import dev.graft.model.Head;
import dev.graft.model.OneLabel;
import dev.graft.train.Fit;
import dev.graft.train.Progress;
import dev.graft.train.Settings;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.Strategies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A process that fine-tunes all weights of an encoder with Graft and prints how long a step took.
 *
 * <p>Arguments: encoder; texts per batch; tokens per text; counted steps; {@code FP32} or {@code BF16}.
 */
public final class FineTuneSteps {
    private static final int CLASSES = 6;
    private static final int WARM_UPS = 5;

    private FineTuneSteps() {}

    public static void main(String[] arguments) throws IOException {
        int batchSize = Integer.parseInt(arguments[1]);
        int length = Integer.parseInt(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        Precision precision = Precision.valueOf(arguments[4]);
        try (Backbone opened = Catalog.open(arguments[0], Hub.standard())) {
            Backbone backbone = opened.input(((TextInput) opened.input()).longest(length));
            Samples<Text> data = new Samples<>("random words", samples(batchSize * (WARM_UPS + steps), length));
            OneLabel task = new OneLabel(Labels.of(data));
            List<Long> times = new ArrayList<>();
            FineTune strategy = (FineTune) Strategies.with(
                    Strategies.with(FineTune.DEFAULTS, "epochs", "1"), "batchSize", Integer.toString(batchSize));
            Engine.seed(42);
            Head head;
            try (Scope scope = Scope.open()) {
                head = task.head(backbone.width(), strategy.head());
            }
            Settings settings = new Settings(
                    42, precision, Precision.FP32, Features.Keep.NOTHING, Optional.empty(), false, new Clock(times));
            PreparedSet prepared = PreparedSet.of(backbone.input(), data);
            new Fit(backbone, head, task, Map.of(Fit.LABELLED, prepared), Optional.empty(), settings)
                    .run(strategy.plan(backbone.stages(), Facts.of(data)));
            head.close();
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
    }

    /** Notes when each step ended. */
    private record Clock(List<Long> times) implements Progress {
        @Override
        public void at(long done, String note) {
            times.add(System.nanoTime());
        }
    }

    /** Texts of random common words, long enough to fill every row. */
    private static List<Sample<Text>> samples(int count, int length) {
        Random random = new Random(42);
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w < length; w++) {
                text.append("word")
                        .append(random.nextInt(10))
                        .append(' ')
                        .append((char) ('a' + random.nextInt(26)))
                        .append(' ');
            }
            Target label = new Target.Label("class " + i % CLASSES);
            samples.add(new Sample<>(Text.of(text.toString()), label, "sample " + i));
        }
        return samples;
    }
}
