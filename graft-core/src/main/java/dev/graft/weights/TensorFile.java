package dev.graft.weights;

import dev.graft.base.BadInput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

/**
 * A file of named tensors. Everything that it claims was checked when it was opened; a tensor is read when it is asked
 * for, and copied, so that nothing of the file is needed once it is closed.
 */
public interface TensorFile extends Closeable {

    /** The file's name, for messages. */
    String name();

    /** The tensors' names, sorted. */
    Set<String> names();

    /** @throws BadInput where there is no such tensor; names the nearest one */
    TensorEntry entry(String name) throws BadInput;

    /** What the file says of itself, as safetensors has it; empty where it says nothing. */
    Map<String, String> metadata();

    /** What is in the file besides and is not offered, by name: as the state of an optimizer. */
    default Set<String> unread() {
        return Set.of();
    }

    /**
     * Copies a tensor's bytes, little-endian.
     *
     * @param into a buffer with at least {@link TensorEntry#bytes()} left; its position moves by so many
     */
    void read(String name, ByteBuffer into) throws IOException;

    /**
     * A tensor as floats. F32 as it is; F16, BF16, BOOL, U8, I8 and I16 exactly; I32, I64 and F64 to the nearest float
     * (so F64 beyond its range becomes infinite). A BOOL other than 0 and 1 is refused.
     */
    default float[] floats(String name) throws IOException {
        return Widen.floats(entry(name), bytes(name));
    }

    /** Number of elements that are NaN or infinite; 0 for the types that have none. */
    default long nonFinite(String name) throws IOException {
        TensorEntry entry = entry(name);
        return Widen.hasNonFinite(entry.type()) ? Widen.nonFinite(entry, bytes(name)) : 0;
    }

    /** A tensor's bytes in a buffer of their own, little-endian. */
    default ByteBuffer bytes(String name) throws IOException {
        TensorEntry entry = entry(name);
        if (entry.bytes() > Integer.MAX_VALUE - 8) {
            throw new BadInput(
                    name(), "tensor '" + name + "' has " + entry.bytes() + " bytes; one tensor may have 2 GiB");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        read(name, bytes);
        return bytes.flip();
    }
}
