package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.data.TextInput;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that encodes texts with Graft and prints how long it took.
 *
 * <p>Arguments: encoder; a file with a text per line; longest text in tokens; {@code FP32} or {@code BF16}; counted
 * runs.
 */
public final class EncodeTexts {
    private EncodeTexts() {}

    public static void main(String[] arguments) throws IOException {
        List<Text> texts =
                Files.readAllLines(Path.of(arguments[1])).stream().map(Text::of).toList();
        int longest = Integer.parseInt(arguments[2]);
        Precision precision = Precision.valueOf(arguments[3]);
        int runs = Integer.parseInt(arguments[4]);
        try (Backbone opened = Catalog.open(arguments[0], Hub.standard())) {
            Backbone backbone = opened.input(((TextInput) opened.input()).longest(longest));
            double best = Double.POSITIVE_INFINITY;
            for (int i = -1; i < runs; i++) { // the first run does not count
                long began = System.nanoTime();
                encode(backbone, texts, precision);
                best = i < 0 ? best : Math.min(best, (System.nanoTime() - began) / 1e9);
            }
            Line.print(
                    "textsPerSecond",
                    texts.size() / best,
                    "threads",
                    Engine.threads(),
                    "peakBytes",
                    Line.peakBytes(),
                    "first",
                    encode(backbone, texts.subList(0, 1), precision)[0]);
        }
    }

    private static float[][] encode(Backbone backbone, List<Text> texts, Precision precision) throws IOException {
        PreparedSet prepared = PreparedSet.of(backbone.input(), texts);
        int last = backbone.stages().count();
        return Features.of(backbone, prepared, last, precision, Features.Keep.NOTHING, done -> {})
                .rows();
    }
}
