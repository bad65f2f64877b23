package dev.graft.bench.own;

import dev.graft.base.Storage;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.StateDict;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A process that draws weights of an architecture, norms' statistics among them, for measurements that do not depend on them. Arguments:
 * architecture; safetensors file to write.
 */
public final class DrawnWeights {
    private DrawnWeights() {}

    public static void main(String[] arguments) throws IOException {
        try (Network network = Architectures.named(arguments[0]).builder().build(3, 0)) {
            network.begin(42);
            Map<String, Tensor> named = network.named();
            named.forEach(DrawnWeights::drawStatistics);
            Storage.LOCAL.writeFile(Path.of(arguments[1]), out -> StateDict.write(out, Map.of("format", "pt"), named));
            Line.print("tensors", named.size());
        }
    }

    /** What a batch norm remembers would be 0 and 1, and folding it away would show no fault. */
    private static void drawStatistics(String name, Tensor tensor) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            if (name.endsWith("running_mean")) {
                tensor.copyInPlace(Tensor.normal(tensor.size(0)).mul(0.1));
            } else if (name.endsWith("running_var")) {
                tensor.copyInPlace(Tensor.uniform(0.5, 1.5, tensor.size(0)));
            }
        }
    }
}
