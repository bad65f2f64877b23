package dev.graft.vision;

import dev.graft.nn.StateDict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files of networks that have seen nothing. */
public final class RandomWeights {
    private RandomWeights() {}

    /** Of a body that reads pictures in color, made where it is not there yet. */
    public static Path of(String architecture, Path folder) throws IOException {
        Path file = folder.resolve(architecture + ".safetensors");
        if (Files.exists(file)) {
            return file;
        }
        try (Network network = Architectures.named(architecture).builder().build(3, 0);
                OutputStream out = Files.newOutputStream(file)) {
            network.begin(7);
            StateDict.write(out, Map.of(), network.named());
        }
        return file;
    }
}
