package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.ImageData;
import dev.graft.hub.Hub;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.LinearProbe;
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

    private PictureCaching() {}

    public static void main(String[] arguments) throws IOException {
        Dataset<Image> data = ImageData.open(Path.of(arguments[0]));
        try (Backbone body = Catalog.open(arguments[1], Optional.of(Path.of(arguments[2])), Hub.standard())) {
            Epochs head = Epochs.of(EPOCHS, body, data, LinearProbe.DEFAULTS.with("hidden", 64));
            Epochs stage = Epochs.of(EPOCHS, body, data, FineTune.DEFAULTS.with("last", 1));
            Line.print(
                    "text",
                    String.format(
                            Locale.ROOT,
                            "%d photographs, %s, fp32, %d epochs, reading of the files included; both loops measured.%n%n"
                                    + "| what learns | frozen stages run once | they run in each epoch | times |%n"
                                    + "|---|---|---|---|%n%s%s",
                            data.size(),
                            arguments[1],
                            EPOCHS,
                            row("a head with a hidden layer", head),
                            row("the head and the last stage", stage)));
        }
    }

    private static String row(String what, Epochs epochs) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f s | %.2f s | **%.1f** |%n",
                what,
                epochs.once(),
                epochs.each(),
                epochs.ratio());
    }
}
