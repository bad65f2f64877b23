package dev.graft.vision;

import dev.graft.engine.Scope;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        try (Scope scope = Scope.open();
                Network network = Architectures.named(architecture).builder().build(3, 0);
                OutputStream out = Files.newOutputStream(file)) {
            network.begin(7);
            List<TensorData> tensors = new ArrayList<>();
            network.named()
                    .forEach((name, tensor) ->
                            tensors.add(TensorData.of(name, tensor.dtype(), tensor.shape(), tensor::bytes)));
            Safetensors.write(out, Map.of(), tensors);
        }
        return file;
    }
}
