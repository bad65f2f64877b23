package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tensor of an ONNX file ({@code TensorProto}): what it says of itself, and where its values lie.
 *
 * <p>Source: <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 *
 * @param type empty for the types that Graft does not read, as texts
 * @param field which field of the message holds the values: raw bytes or one of the typed lists; 0 where there are none
 * @param begin of the message, or of the raw bytes
 */
record OnnxTensor(String name, Optional<DType> type, Shape shape, int field, long begin, long end) {
    static final int RAW = 9;
    static final int FLOATS = 4;
    static final int INTS = 5;
    static final int LONGS = 7;
    static final int DOUBLES = 10;

    /** By the numbers of {@code TensorProto.DataType}. */
    private static final Map<Long, DType> TYPES = Map.of(
            1L,
            DType.F32,
            2L,
            DType.U8,
            3L,
            DType.I8,
            5L,
            DType.I16,
            6L,
            DType.I32,
            7L,
            DType.I64,
            9L,
            DType.BOOL,
            10L,
            DType.F16,
            11L,
            DType.F64,
            16L,
            DType.BF16);

    static OnnxTensor read(ByteSource source, Wire message) throws IOException {
        return new OnnxTensorReader(source, message).read();
    }

    static Optional<DType> typed(long number) {
        return Optional.ofNullable(TYPES.get(number));
    }

    TensorEntry entry() {
        return new TensorEntry(name, type.orElseThrow(), shape);
    }

    /** Which typed list holds values of a type. */
    static int fieldOf(DType type) {
        return switch (type) {
            case F32 -> FLOATS;
            case F64 -> DOUBLES;
            case I64 -> LONGS;
            case BOOL, U8, I8, I16, I32, F16, BF16 -> INTS;
        };
    }

    /** Copies the values; the buffer is little-endian and has exactly their size. */
    void copy(ByteSource source, ByteBuffer into) throws IOException {
        if (field == RAW) {
            source.read(begin, into);
            return;
        }
        for (Wire values = new Wire(source, begin, end); values.next(); ) {
            if (values.field() == field) {
                copyRun(source, values, into);
            }
        }
    }

    private void copyRun(ByteSource source, Wire values, ByteBuffer into) throws IOException {
        if (values.length() > Math.multiplyFull(10, into.remaining())) {
            throw values.bad("tensor '" + name + "' has more values than when the file was opened");
        }
        source.seek(values.at());
        long stop = values.at() + values.length();
        if (field == FLOATS || field == DOUBLES) {
            ByteBuffer part = into.slice(into.position(), (int) values.length());
            source.read(part);
            into.position(into.position() + part.capacity());
            return;
        }
        while (source.position() < stop) {
            put(source, source.position(), source.varint(), into);
        }
    }

    private void put(ByteSource source, long at, long value, ByteBuffer into) throws BadInput {
        DType type = type().orElseThrow();
        List<Long> range = switch (type) {
            case BOOL -> List.of(0L, 1L);
            case U8 -> List.of(0L, 255L);
            case I8 -> List.of(-128L, 127L);
            case I16 -> List.of(-32768L, 32767L);
            case F16, BF16 -> List.of(0L, 65535L);
            case I32 -> List.of((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
            default -> List.of(Long.MIN_VALUE, Long.MAX_VALUE);
        };
        if (value < range.get(0) || value > range.get(1)) {
            throw source.bad(at, "tensor '" + name + "': " + value + " is no value of type " + type);
        }
        switch (type.bytes()) {
            case 1 -> into.put((byte) value);
            case 2 -> into.putShort((short) value);
            case 4 -> into.putInt((int) value);
            default -> into.putLong(value);
        }
    }
}
