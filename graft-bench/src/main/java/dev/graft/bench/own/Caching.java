package dev.graft.bench.own;

import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.TableOptions;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.engine.Precision;
import dev.graft.train.Progress;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A probe of ten epochs on cached features, against the loop that runs the network in each epoch. Arguments: a table; its
 * columns of text and label.
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
        double pass = Pass.seconds(data);
        LinearProbe stepped = (LinearProbe) Strategies.with(
                Strategies.with(LinearProbe.DEFAULTS, "hidden", "64"), "epochs", Integer.toString(EPOCHS));
        Transfer transfer = Transfer.from(Catalog.DEFAULT_TEXT).by(stepped);
        Transfer.Run run = transfer.run();
        Transfer uncached = transfer.run(new Transfer.Run(
                run.hub(),
                Optional.of(Precision.FP32),
                Features.Keep.NOTHING,
                Optional.empty(),
                false,
                Progress.SILENT));
        double open = Pass.open();
        var fitted = uncached.fit(data, Optional.empty(), 42);
        fitted.model().close();
        double cached = fitted.seconds() - open;
        double heads = Math.max(0, cached - pass);
        double looped = EPOCHS * pass + heads;
        Line.print(
                "text",
                String.format(
                        Locale.ROOT,
                        "%d texts, %d epochs of a head with a hidden layer: %.2f s with features computed once; the loop that "
                                + "runs the network each epoch takes %.2f s (%d passes of %.2f s and the same %.2f s for the head): "
                                + "**%.1f times**.",
                        data.size(),
                        EPOCHS,
                        cached,
                        looped,
                        EPOCHS,
                        pass,
                        heads,
                        looped / cached));
    }
}
