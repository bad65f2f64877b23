package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.weights.TensorEntry;
import dev.graft.weights.TensorFile;
import java.io.IOException;

/**
 * One tensor of a file, to be copied into one of a network.
 *
 * @param file that it is in
 * @param called the file's name in messages
 */
record FileTensor(TensorFile file, String called, TensorEntry entry) {

    static FileTensor of(TensorFile file, String called, String name) throws BadInput {
        return new FileTensor(file, called, file.entry(name));
    }

    Shape shape() {
        return entry.shape();
    }

    /** Whether its values fit into a tensor of some type: floats into floats, widened exactly, others into their own. */
    boolean suits(DType wanted) {
        return entry.type() == wanted || isFloat(wanted) && isFloat(entry.type());
    }

    static boolean isFloat(DType type) {
        return type == DType.F32 || type == DType.F16 || type == DType.BF16 || type == DType.F64;
    }

    /** Refuses a type that does not suit. */
    void checkType(DType wanted) throws BadInput {
        if (!suits(wanted)) {
            throw bad("is of type " + entry.type() + "; " + (isFloat(wanted) ? "floats are" : wanted + " is")
                    + " wanted");
        }
    }

    /** The values, in the file's type, for the innermost scope. */
    Tensor read() throws IOException {
        return Tensor.of(file.bytes(entry.name()), entry.type(), shape().sizes());
    }

    /** Copies the values into a tensor of the same shape. */
    void copy(Tensor into) throws IOException {
        try (Scope scope = Scope.open()) {
            copy(read(), into);
        }
    }

    /** Copies values that were made of this tensor's. */
    void copy(Tensor values, Tensor into) throws IOException {
        into.copyInPlace(values);
        if (!into.isFinite()) {
            long count = file.nonFinite(entry.name());
            throw bad(
                    count == 0
                            ? "holds values too large for " + into.dtype()
                            : "holds " + count
                                    + " values that are not finite; it is damaged, or its training diverged");
        }
    }

    BadInput bad(String problem) {
        return new BadInput(called, "tensor '" + entry.name() + "' " + problem);
    }
}
