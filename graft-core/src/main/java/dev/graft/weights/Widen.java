package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.DType;
import java.nio.ByteBuffer;

/** Elements of every type as floats. */
final class Widen {
    private Widen() {}

    /** @param bytes little-endian, as many as the entry says */
    static float[] floats(TensorEntry entry, ByteBuffer bytes) throws BadInput {
        float[] values = new float[(int) entry.shape().count()];
        if (entry.type() == DType.F32) {
            bytes.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = next(entry, bytes, i);
        }
        return values;
    }

    static boolean hasNonFinite(DType type) {
        return type == DType.F16 || type == DType.BF16 || type == DType.F32 || type == DType.F64;
    }

    static long nonFinite(TensorEntry entry, ByteBuffer bytes) throws BadInput {
        long count = 0;
        boolean wide = entry.type() == DType.F64;
        for (int i = 0; bytes.hasRemaining(); i++) {
            boolean finite = wide ? Double.isFinite(bytes.getDouble()) : Float.isFinite(next(entry, bytes, i));
            count += finite ? 0 : 1;
        }
        return count;
    }

    private static float next(TensorEntry entry, ByteBuffer bytes, int index) throws BadInput {
        return switch (entry.type()) {
            case BOOL -> truth(entry, bytes.get(), index);
            case U8 -> Byte.toUnsignedInt(bytes.get());
            case I8 -> bytes.get();
            case I16 -> bytes.getShort();
            case I32 -> bytes.getInt();
            case I64 -> bytes.getLong();
            case F16 -> half(bytes.getShort());
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case F32 -> bytes.getFloat();
            case F64 -> (float) bytes.getDouble();
        };
    }

    private static float truth(TensorEntry entry, byte value, int index) throws BadInput {
        if (value != 0 && value != 1) {
            throw new BadInput(
                    "tensor '" + entry.name() + "', element " + index,
                    "is " + Byte.toUnsignedInt(value) + ", but a BOOL is 0 or 1; the file is damaged");
        }
        return value;
    }

    /** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >>> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float small = fraction * 0x1p-24f; // zero and subnormal
            return sign == 0 ? small : -small;
        }
        int wide = exponent == 0x1f ? 0xff : exponent + 127 - 15;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
