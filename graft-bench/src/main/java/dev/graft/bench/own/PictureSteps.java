package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.Facts;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.hub.Hub;
import dev.graft.image.Pixels;
import dev.graft.model.Head;
import dev.graft.model.OneLabel;
import dev.graft.train.Fit;
import dev.graft.train.Progress;
import dev.graft.train.Settings;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A process that trains all weights of a network for pictures with Graft, by SGD with momentum, and prints how long a
 * step took; the pictures are noise.
 *
 * <p>Arguments: architecture; safetensors file of its weights; pictures per batch; side of a picture in pixels; counted
 * steps; {@code FP32} or {@code BF16}.
 */
public final class PictureSteps {
    private static final int CLASSES = 6;
    private static final int WARM_UPS = 5;

    private PictureSteps() {}

    public static void main(String[] arguments) throws IOException {
        int batch = Integer.parseInt(arguments[2]);
        InputChoice size = InputChoice.DEFAULTS.size(Integer.parseInt(arguments[3]));
        int steps = Integer.parseInt(arguments[4]);
        Precision precision = Precision.valueOf(arguments[5]);
        try (Backbone opened = Catalog.open(arguments[0], Optional.of(Path.of(arguments[1])), Hub.standard())) {
            Backbone backbone = opened.input(opened.input().with(size));
            int side = ((ImageInput) backbone.input()).preparation().shorter();
            Samples<Image> data = new Samples<>("noise", samples(batch * (WARM_UPS + steps), side));
            OneLabel task = new OneLabel(Labels.of(data));
            List<Long> times = new ArrayList<>();
            Strategy strategy = FineTune.DEFAULTS;
            for (String[] setting : new String[][] {
                {"epochs", "1"}, {"batchSize", Integer.toString(batch)}, {"optimizer", "sgd"}, {"rate", "0.003"}
            }) {
                strategy = Strategies.with(strategy, setting[0], setting[1]);
            }
            Engine.seed(42);
            Head head;
            try (Scope scope = Scope.open()) {
                head = task.head(backbone.width(), strategy.head());
            }
            Progress clock = new Progress() {
                @Override
                public void at(long done, String note) {
                    times.add(System.nanoTime());
                }
            };
            Settings settings =
                    new Settings(42, precision, Precision.FP32, Features.Keep.NOTHING, Optional.empty(), false, clock);
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

    /** @param side of the square of noise */
    private static List<Sample<Image>> samples(int count, int side) {
        Random random = new Random(42);
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[3 * side * side];
            random.nextBytes(noise);
            Image image = Image.of(new Pixels(side, side, 3, noise));
            samples.add(new Sample<>(image, new Target.Label("class " + i % CLASSES), "sample " + i));
        }
        return samples;
    }
}
