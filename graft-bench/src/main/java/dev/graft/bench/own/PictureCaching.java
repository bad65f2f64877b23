package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.ImageData;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.train.Progress;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Ten epochs of a probe, and of fine-tuning the last stage, on what the frozen stages gave once, against the loop that
 * runs those stages in each epoch. Arguments: folder of pictures; architecture; safetensors file of its weights.
 */
public final class PictureCaching {
    private static final int EPOCHS = 10;

    private final Dataset<Image> data;
    private final String architecture;
    private final Path weights;

    private PictureCaching(String[] arguments) throws IOException {
        data = ImageData.open(Path.of(arguments[0]));
        architecture = arguments[1];
        weights = Path.of(arguments[2]);
    }

    public static void main(String[] arguments) throws IOException {
        PictureCaching measured = new PictureCaching(arguments);
        int stages;
        try (Backbone backbone = measured.open()) {
            stages = backbone.stages().count();
        }
        Line.print(
                "text",
                String.format(
                        Locale.ROOT,
                        "%d photographs, %s, fp32, %d epochs, reading of the files included.%n%n"
                                + "| what learns | features once | frozen part each epoch, computed: %d passes more | one pass | times |%n"
                                + "|---|---|---|---|---|%n%s%n%s",
                        measured.data.size(),
                        measured.architecture,
                        EPOCHS,
                        EPOCHS - 1,
                        measured.row("a head with a hidden layer", with(LinearProbe.DEFAULTS, "hidden", "64"), stages),
                        measured.row("the head and the last stage", with(FineTune.DEFAULTS, "last", "1"), stages - 1)));
    }

    private static Strategy with(Strategy strategy, String setting, String value) {
        Strategy stepped = Strategies.with(strategy, setting, value);
        stepped = Strategies.with(stepped, "epochs", Integer.toString(EPOCHS));
        return Strategies.with(stepped, "patience", Integer.toString(EPOCHS));
    }

    /** @param frozen stages below those that learn */
    private String row(String what, Strategy strategy, int frozen) throws IOException {
        double pass = pass(frozen);
        Transfer.Run run = new Transfer.Run(
                Hub.standard(),
                Optional.of(Precision.FP32),
                Features.Keep.NOTHING,
                Optional.empty(),
                false,
                Progress.SILENT);
        double open = seconds(() -> open().close());
        double cached = -open
                + seconds(() -> Transfer.from(architecture)
                        .weights(weights)
                        .by(strategy)
                        .run(run)
                        .fit(data, 42)
                        .close());
        double looped = cached + (EPOCHS - 1) * pass;
        return String.format(
                Locale.ROOT,
                "| %s | %.2f s | %.2f s | %.2f s | **%.1f** |",
                what,
                cached,
                looped,
                pass,
                looped / cached);
    }

    /** Seconds of bringing all pictures through the frozen stages once, warm. */
    private double pass(int frozen) throws IOException {
        try (Backbone backbone = open()) {
            PreparedSet prepared = PreparedSet.of(backbone.input(), data);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 3; i++) {
                best = Math.min(
                        best,
                        seconds(() -> Features.of(
                                backbone, prepared, frozen, Precision.FP32, Features.Keep.NOTHING, done -> {})));
            }
            return best;
        }
    }

    private Backbone open() throws IOException {
        return Catalog.open(architecture, Optional.of(weights), Hub.standard());
    }

    /** Work that may fail. */
    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }
}
