package dev.graft.bench.study;

import dev.graft.backbone.Initialization;
import dev.graft.base.Storage;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of weights that a network's training is begun with. */
final class Beginnings {
    private Beginnings() {}

    /**
     * Writes the body of a network, at random but for what another file has for it by name and shape.
     *
     * @return what was copied, empty where there is no source
     */
    static Optional<Initialization> write(String architecture, Optional<Path> source, long seed, Path file)
            throws IOException {
        Architecture known = Architectures.named(architecture);
        try (Network network = known.builder().build(known.preparation().channels(), 0)) {
            network.begin(seed);
            Optional<Initialization> taken = Optional.empty();
            if (source.isPresent()) {
                try (TensorFile tensors = WeightsFile.open(source.get())) {
                    taken = Optional.of(Initialization.from(tensors, network.named()));
                }
            }
            save(network.named(), file);
            return taken;
        }
    }

    private static void save(Map<String, Tensor> state, Path file) throws IOException {
        try (Scope scope = Scope.open()) {
            List<TensorData> tensors = new ArrayList<>();
            state.forEach(
                    (name, tensor) -> tensors.add(TensorData.of(name, tensor.dtype(), tensor.shape(), tensor::bytes)));
            Storage.LOCAL.writeFile(file, out -> Safetensors.write(out, Map.of("format", "pt"), tensors));
        }
    }
}
