package dev.graft.nn;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tensors by name, on their way into a file. */
public final class StateDict {
    private StateDict() {}

    /** Their values are read when each is written, within a scope of the caller's. */
    public static List<TensorData> data(Map<String, Tensor> tensors) {
        List<TensorData> data = new ArrayList<>();
        tensors.forEach((name, tensor) -> data.add(TensorData.of(name, tensor.dtype(), tensor.shape(), tensor::bytes)));
        return data;
    }

    /** Writes a safetensors file. */
    public static void write(OutputStream out, Map<String, String> metadata, Map<String, Tensor> tensors)
            throws IOException {
        try (Scope scope = Scope.open()) {
            Safetensors.write(out, metadata, data(tensors));
        }
    }
}
