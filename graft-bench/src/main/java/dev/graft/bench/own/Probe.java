package dev.graft.bench.own;

import dev.graft.backbone.Features;
import dev.graft.data.TableOptions;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.recipe.TrainResult;
import dev.graft.train.Progress;
import dev.graft.transfer.LinearProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that goes from a table of texts to an evaluated, saved and reread bundle by a probe, without a cache.
 *
 * <p>Arguments: table to train on; table to test on; column of the text; column of the label; encoder;
 * precision that the features are computed in.
 */
public final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws IOException {
        long began = System.nanoTime();
        Path out = Files.createTempDirectory("graft-bench").resolve("bundle");
        Recipe recipe = Recipe.draft(arguments[0], arguments[4], LinearProbe.DEFAULTS)
                .test(Optional.of(arguments[1]))
                .table(TableOptions.DEFAULTS.withTextColumn(arguments[2]).withLabelColumn(arguments[3]))
                .precision(Optional.of(Precision.valueOf(arguments[5])))
                .build();
        TrainJob.Options options =
                new TrainJob.Options(false, false, Hub.standard(), Features.Keep.NOTHING, Progress.SILENT);
        TrainResult result = new TrainJob(recipe, out, options).run();
        Line.print(
                "accuracy", result.evaluation().value(result.evaluation().main()),
                "seconds", (System.nanoTime() - began) / 1e9,
                "fitSeconds", result.fitted().seconds(),
                "peakBytes", Line.peakBytes());
    }
}
