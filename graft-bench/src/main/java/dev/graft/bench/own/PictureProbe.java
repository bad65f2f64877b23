package dev.graft.bench.own;

import dev.graft.backbone.Features;
import dev.graft.data.InputChoice;
import dev.graft.hub.Hub;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.recipe.TrainResult;
import dev.graft.train.Progress;
import dev.graft.transfer.LinearProbe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that goes from pictures to an evaluated, saved and reread bundle by a probe, without a cache.
 *
 * <p>Arguments: folder, archive or table of the pictures; architecture; safetensors file of its weights; side of the
 * square in pixels, 0 for what the network was made for; C of the probe, 0 to choose it.
 */
public final class PictureProbe {
    private PictureProbe() {}

    public static void main(String[] arguments) throws IOException {
        long began = System.nanoTime();
        Path out = Files.createTempDirectory("graft-bench").resolve("bundle");
        Recipe recipe = Recipe.draft(arguments[0], arguments[1], LinearProbe.DEFAULTS.with("strength", arguments[4]))
                .weights(Optional.of(arguments[2]))
                .input(InputChoice.DEFAULTS.size(Integer.parseInt(arguments[3])))
                .build();
        TrainJob.Options options =
                new TrainJob.Options(false, false, Hub.standard(), Features.Keep.NOTHING, Progress.SILENT);
        TrainResult result = new TrainJob(recipe, out, options).run();
        double seconds = (System.nanoTime() - began) / 1e9;
        Line.print(
                "accuracy", result.evaluation().value(result.evaluation().main()),
                "examples", result.trained() + result.evaluation().examples(),
                "seconds", seconds,
                "processSeconds", sinceStart(),
                "fitSeconds", result.fitted().seconds(),
                "peakBytes", Line.peakBytes(),
                "heapBytes", heapBytes());
    }

    /** With the start of Java. */
    private static double sinceStart() {
        long began = ManagementFactory.getRuntimeMXBean().getStartTime();
        return (System.currentTimeMillis() - began) / 1e3;
    }

    /** The most that each part of the heap has held, garbage among it. */
    private static long heapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
