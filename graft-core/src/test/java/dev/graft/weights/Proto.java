package dev.graft.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a message of the protocol buffers' wire format. */
final class Proto {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Proto bytes(int field, byte[] bytes) {
        varint((long) field << 3 | 2);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Proto text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto message) {
        return bytes(field, message.bytes());
    }

    Proto fixed(int field, float value) {
        varint((long) field << 3 | 5);
        out.writeBytes(floats(value));
        return this;
    }

    Proto varint(long value) {
        for (; value >>> 7 != 0; value >>>= 7) {
            out.write((int) (value & 0x7f | 0x80));
        }
        out.write((int) value);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** A TensorProto without values. */
    static Proto tensor(String name, int type, long... sizes) {
        Proto tensor = new Proto().number(2, type).text(8, name);
        for (long size : sizes) {
            tensor.number(1, size);
        }
        return tensor;
    }

    static Proto node(String operator, String name, String output, String... inputs) {
        Proto node = new Proto();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(3, name).text(4, operator).message(5, new Proto().text(1, "attribute"));
    }

    /** A model of a graph of nodes (field 1) and tensors (field 5). */
    static byte[] model(Proto graph) {
        return new Proto().number(1, 6).text(2, "pytorch").message(7, graph).bytes();
    }
}
