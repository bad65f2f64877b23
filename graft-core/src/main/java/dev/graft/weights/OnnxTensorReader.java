package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Reads one {@code TensorProto} and checks that it has the values that its type and shape need. */
final class OnnxTensorReader {
    private final ByteSource source;
    private final Wire message;
    private final long begin;
    private long end;
    private String name = "";
    private long type;
    private long[] sizes = {};
    private int field; // that holds the values
    private long rawAt;
    private long rawLength;
    private long count; // of values in a typed list

    OnnxTensorReader(ByteSource source, Wire message) {
        this.source = source;
        this.message = message;
        this.begin = message.begin();
        this.end = begin;
    }

    OnnxTensor read() throws IOException {
        while (message.next()) {
            end = message.at() + message.length();
            switch (message.field()) {
                case 1 -> readSizes();
                case 2 -> type = message.number();
                case 3 -> throw bad("comes in segments, which Graft does not read");
                case OnnxTensor.FLOATS, OnnxTensor.INTS, OnnxTensor.LONGS, OnnxTensor.DOUBLES -> readValues();
                case 8 -> name = message.text();
                case OnnxTensor.RAW -> readRaw();
                case 13 -> throw external();
                case 14 -> {
                    if (message.number() != 0) {
                        throw external();
                    }
                }
                default -> {} // documentation, texts, and what later versions add
            }
        }
        return checked();
    }

    private OnnxTensor checked() throws BadInput {
        Shape shape = new Shape(sizes);
        Optional<DType> known = OnnxTensor.typed(type);
        if (known.isEmpty()) {
            return new OnnxTensor(name, known, shape, 0, begin, end);
        }
        long bytes;
        try {
            bytes = Math.multiplyExact(shape.count(), (long) known.get().bytes());
        } catch (ArithmeticException e) {
            throw bad("has a shape " + shape + " of more than 2^63 bytes");
        }
        if (field == OnnxTensor.RAW) {
            if (rawLength != bytes) {
                throw bad("of " + known.get() + " and shape " + shape + " needs " + bytes + " bytes, has " + rawLength);
            }
            return new OnnxTensor(name, known, shape, field, rawAt, rawAt + rawLength);
        }
        if (count != shape.count()) {
            throw bad("of shape " + shape + " needs " + shape.count() + " values, has " + count);
        }
        if (count > 0 && field != OnnxTensor.fieldOf(known.get())) {
            throw bad("of type " + known.get() + " has its values in a list for another type");
        }
        return new OnnxTensor(name, known, shape, field, begin, end);
    }

    private void readSizes() throws IOException {
        source.seek(message.at());
        long stop = message.at() + message.length();
        while (source.position() < stop) {
            long size = source.varint();
            if (size < 0 || sizes.length == TensorNames.MOST_SIZES) {
                throw bad(size < 0 ? "has a negative size, " + size : "has more than " + sizes.length + " sizes");
            }
            sizes = Arrays.copyOf(sizes, sizes.length + 1);
            sizes[sizes.length - 1] = size;
        }
    }

    private void readRaw() throws IOException {
        take(OnnxTensor.RAW);
        if (rawAt != 0) {
            throw bad("has its bytes twice");
        }
        rawAt = message.at();
        rawLength = message.length();
    }

    private void readValues() throws IOException {
        take(message.field());
        int width = field == OnnxTensor.FLOATS ? 4 : field == OnnxTensor.DOUBLES ? 8 : 0;
        if (width > 0) {
            if (message.length() % width != 0) {
                throw bad("has a list of " + message.length() + " bytes, which is no multiple of " + width);
            }
            count += message.length() / width;
            return;
        }
        source.seek(message.at());
        for (long stop = message.at() + message.length(); source.position() < stop; count++) {
            source.varint();
        }
        if (source.position() != message.at() + message.length()) {
            throw bad("has a list that ends within a number");
        }
    }

    private void take(int from) throws BadInput {
        if (field != 0 && field != from) {
            throw bad("has its values in two ways at once; readers would disagree which is meant");
        }
        field = from;
    }

    private BadInput external() {
        return bad("keeps its values in another file, which Graft does not follow;"
                + " save the model with its weights inside");
    }

    private BadInput bad(String problem) {
        return message.bad("tensor '" + name + "' " + problem);
    }
}
