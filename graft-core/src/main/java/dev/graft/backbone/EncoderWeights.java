package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.weights.TensorEntry;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies the tensors of a file into a network by name. */
final class EncoderWeights {
    /** What a model with a task puts before the names of its encoder. */
    private static final List<String> PREFIXES = List.of("", "bert.", "roberta.", "distilbert.", "model.");

    private EncoderWeights() {}

    /** @throws BadInput where a tensor is missing, of another shape, or not finite */
    static void read(TensorFile file, String name, Map<String, Tensor> parameters) throws IOException {
        String first = parameters.keySet().iterator().next();
        Optional<String> prefix =
                PREFIXES.stream().filter(p -> file.names().contains(p + first)).findFirst();
        if (prefix.isEmpty()) {
            throw new BadInput(
                    name,
                    "has no tensor '" + first + "' among its " + file.names().size()
                            + ", so it is of another network than its config.json says");
        }
        for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            copy(file, name, prefix.get() + parameter.getKey(), parameter.getValue());
        }
    }

    private static void copy(TensorFile file, String name, String tensor, Tensor into) throws IOException {
        if (!file.names().contains(tensor)) {
            throw new BadInput(name, "lacks tensor '" + tensor + "' " + into.shape());
        }
        TensorEntry entry = file.entry(tensor);
        Shape wanted = into.shape();
        if (!entry.shape().equals(wanted)) {
            throw new BadInput(
                    name, "tensor '" + tensor + "' is " + entry.shape() + " but config.json wants " + wanted);
        }
        if (entry.type() != DType.F32
                && entry.type() != DType.F16
                && entry.type() != DType.BF16
                && entry.type() != DType.F64) {
            throw new BadInput(name, "tensor '" + tensor + "' is of type " + entry.type() + "; floats are wanted");
        }
        ByteBuffer bytes = file.bytes(tensor);
        try (Scope scope = Scope.open()) {
            into.copyInPlace(Tensor.of(bytes, entry.type(), wanted.sizes()));
        }
        if (!into.isFinite()) {
            throw new BadInput(name, "tensor '" + tensor + "' holds values that are not finite; it is damaged");
        }
    }
}
