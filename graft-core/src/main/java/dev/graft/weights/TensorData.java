package dev.graft.weights;

import dev.graft.base.BadArgument;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor to be written.
 *
 * @param bytes gives its bytes, little-endian, when its turn has come; so that one at a time is in memory
 */
public record TensorData(TensorEntry entry, Supply bytes) {

    /** Gives exactly the entry's bytes, from the buffer's position to its limit. */
    @FunctionalInterface
    public interface Supply {
        ByteBuffer get() throws IOException;
    }

    public static TensorData of(String name, DType type, Shape shape, Supply bytes) {
        return new TensorData(new TensorEntry(name, type, shape), bytes);
    }

    /** An F32 tensor; the values are read when it is written. */
    public static TensorData of(String name, Shape shape, float... values) {
        if (shape.count() != values.length) {
            throw new BadArgument("tensor '" + name + "' of shape " + shape + " needs " + shape.count()
                    + " values, had " + values.length);
        }
        return of(name, DType.F32, shape, () -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return bytes;
        });
    }

    /** A tensor of another file, which must stay open until it is written. */
    public static TensorData of(TensorFile file, String name) throws IOException {
        return new TensorData(file.entry(name), () -> file.bytes(name));
    }
}
