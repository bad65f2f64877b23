package dev.graft.weights;

import dev.graft.base.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A safetensors file from its fields, each of which a test may break. */
record SafetensorsBytes(String header, int data) {
    static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}";
    static final String B = "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[16,19]}";
    static final SafetensorsBytes SOUND = new SafetensorsBytes("{" + A + "," + B + "}", 19);

    /** One tensor 'a' over all the data. */
    static SafetensorsBytes one(String type, String shape, String offsets, int data) {
        return new SafetensorsBytes(
                "{\"a\":{\"dtype\":" + type + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}", data);
    }

    byte[] bytes() {
        return bytes(header.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array());
        out.writeBytes(text);
        for (int i = 0; i < data; i++) {
            out.write(i);
        }
        return out.toByteArray();
    }

    static Safetensors open(byte[] bytes) throws IOException {
        return Safetensors.open(ByteSource.of("w.safetensors", bytes));
    }
}
