package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.data.Dataset;
import dev.graft.data.TableOptions;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.hub.Hub;
import dev.graft.transfer.LinearProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A probe of ten epochs on features that are computed once, against the loop that runs the network in each epoch.
 * Arguments: a table; its columns of text and label.
 */
public final class Caching {
    private static final int EPOCHS = 10;
    private static final int TEXTS = 3000;

    private Caching() {}

    public static void main(String[] arguments) throws IOException {
        Dataset<Text> all = TextTable.open(
                Path.of(arguments[0]),
                TableOptions.DEFAULTS.withTextColumn(arguments[1]).withLabelColumn(arguments[2]));
        Dataset<Text> data =
                all.subset(IntStream.range(0, Math.min(TEXTS, all.size())).toArray());
        try (Backbone body = Catalog.open(Catalog.DEFAULT_TEXT, Hub.standard())) {
            Epochs epochs = Epochs.of(EPOCHS, body, data, LinearProbe.DEFAULTS.with("hidden", 64));
            Line.print(
                    "text",
                    String.format(
                            Locale.ROOT,
                            "%d texts, %d epochs of a head with a hidden layer, fp32: %.2f s with features computed"
                                    + " once, %.2f s where the network runs in each epoch, both measured:"
                                    + " **%.1f times**.",
                            data.size(),
                            EPOCHS,
                            epochs.once(),
                            epochs.each(),
                            epochs.ratio()));
        }
    }
}
