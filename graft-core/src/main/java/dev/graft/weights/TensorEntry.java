package dev.graft.weights;

import dev.graft.base.BadArgument;
import dev.graft.base.DType;
import dev.graft.base.Shape;

/** What a file says of one tensor. Its bytes lie row by row, the last size fastest, little-endian. */
public record TensorEntry(String name, DType type, Shape shape) {
    public TensorEntry {
        try {
            Math.multiplyExact(shape.count(), (long) type.bytes());
        } catch (ArithmeticException e) {
            throw new BadArgument("tensor '" + name + "' of shape " + shape + " would have more than 2^63 bytes");
        }
    }

    /** Bytes of all its elements. */
    public long bytes() {
        return shape.count() * type.bytes();
    }
}
