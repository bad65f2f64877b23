package dev.graft.transfer;

import dev.graft.adapter.AdapterFiles;
import dev.graft.backbone.Features;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.train.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs that keep nothing but what a test asks for. */
final class Runs {
    private Runs() {}

    static Transfer.Run quiet() {
        return new Transfer.Run(
                Hub.standard(),
                Optional.of(Precision.FP32),
                Features.Keep.NOTHING,
                Optional.empty(),
                false,
                Progress.SILENT);
    }

    static Transfer.Run with(Path checkpoints, boolean resume, Progress progress) {
        return new Transfer.Run(
                Hub.standard(),
                Optional.of(Precision.FP32),
                Features.Keep.NOTHING,
                Optional.of(checkpoints),
                resume,
                progress);
    }

    static Transfer.Run told(Progress progress) {
        return new Transfer.Run(
                Hub.standard(), Optional.of(Precision.FP32), Features.Keep.NOTHING, Optional.empty(), false, progress);
    }

    /** The checkpoints of a run, as they are now: to be resumed from. */
    static void copied(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of all weights of a model, by the name of the file that a bundle has them in. */
    static Map<String, byte[]> weights(Model model, Path folder) throws IOException {
        Bundle.save(model, folder, new Bundle.Extras(true, Map.of(), Map.of()));
        return weights(folder);
    }

    static Map<String, byte[]> weights(Path bundle) throws IOException {
        Map<String, byte[]> weights = new LinkedHashMap<>();
        for (String file : new String[] {"model.safetensors", "head.safetensors", AdapterFiles.WEIGHTS}) {
            if (Files.exists(bundle.resolve(file))) {
                weights.put(file, Files.readAllBytes(bundle.resolve(file)));
            }
        }
        return weights;
    }
}
