package dev.graft.train;

import dev.graft.backbone.Features;
import dev.graft.engine.Precision;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run needs to know beside its plan.
 *
 * @param seed of everything that is drawn
 * @param precision that the body computes in while it is trained
 * @param featurePrecision that frozen stages compute in
 * @param keep where features of frozen stages are kept
 * @param checkpoints folder for the state of an unfinished run, empty for none
 * @param resume whether to go on from what stands there
 * @param progress is told how far the run is
 * @param deadline when training ends with what it has
 */
public record Settings(
        long seed,
        Precision precision,
        Precision featurePrecision,
        Features.Keep keep,
        Optional<Path> checkpoints,
        boolean resume,
        Progress progress,
        Deadline deadline) {
    /** Without a deadline. */
    public Settings(
            long seed,
            Precision precision,
            Precision featurePrecision,
            Features.Keep keep,
            Optional<Path> checkpoints,
            boolean resume,
            Progress progress) {
        this(seed, precision, featurePrecision, keep, checkpoints, resume, progress, Deadline.NEVER);
    }

    /** The same without features that are kept. */
    public Settings uncached() {
        return new Settings(
                seed, precision, featurePrecision, Features.Keep.NOTHING, checkpoints, resume, progress, deadline);
    }

    public static Settings of(long seed) {
        return new Settings(
                seed,
                Precision.fastest(),
                Precision.FP32,
                Features.Keep.NOTHING,
                Optional.empty(),
                false,
                Progress.SILENT);
    }
}
