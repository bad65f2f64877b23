package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonToken;

/** What a safetensors header says of one tensor, as it is read. */
final class Description {
    private final HeaderJson json;
    private final String name;
    private final String where;
    private DType type;
    private long[] sizes;
    private long[] offsets;

    Description(HeaderJson json, String name) {
        this.json = json;
        this.name = name;
        this.where = "tensor '" + name + "': ";
    }

    /**
     * Reads the object that comes next.
     *
     * @param dataStart the byte of the file from which offsets count
     * @param data bytes that are there from it on
     */
    Placed read(long dataStart, long data) throws IOException {
        json.expect(json.nextIs(JsonToken.START_OBJECT), where + "its description must be an object");
        while (!json.nextIs(JsonToken.END_OBJECT)) {
            String field = json.name();
            json.next();
            readField(field);
        }
        json.expect(
                type != null && sizes != null && offsets != null, where + "needs 'dtype', 'shape' and 'data_offsets'");
        json.expect(offsets.length == 2, where + "'data_offsets' must be two numbers");
        return placed(dataStart, data);
    }

    private void readField(String field) throws IOException {
        switch (field) {
            case "dtype" -> {
                json.expect(type == null, where + "'dtype' is there twice");
                type = type();
            }
            case "shape" -> {
                json.expect(sizes == null, where + "'shape' is there twice");
                sizes = json.numbers(where + "'shape'", TensorNames.MOST_SIZES);
            }
            case "data_offsets" -> {
                json.expect(offsets == null, where + "'data_offsets' is there twice");
                offsets = json.numbers(where + "'data_offsets'", 2);
            }
            default -> throw json.bad(where + "'" + field + "' is not a part of its description");
        }
    }

    private DType type() throws IOException {
        String said = json.text(where + "'dtype' must be text");
        for (DType known : DType.values()) {
            if (known.name().equals(said)) {
                return known;
            }
        }
        throw json.bad(where + "type '" + said + "' is none that Graft reads: " + List.of(DType.values()));
    }

    private Placed placed(long dataStart, long data) throws BadInput {
        long begin = offsets[0];
        long end = offsets[1];
        json.expect(
                begin <= end && end <= data,
                where + "bytes " + begin + " to " + end + " of its data do not lie within the " + data
                        + " that are there; the file is cut or damaged");
        Shape shape = new Shape(sizes);
        long bytes = bytes(shape);
        json.expect(
                bytes == end - begin,
                where + "shape " + shape + " of " + type + " has " + bytes + " bytes, but its offsets " + begin + " to "
                        + end + " hold " + (end - begin));
        return new Placed(new TensorEntry(name, type, shape), dataStart + begin, dataStart + end);
    }

    private long bytes(Shape shape) throws BadInput {
        try {
            return Math.multiplyExact(shape.count(), (long) type.bytes());
        } catch (ArithmeticException e) {
            throw json.bad(where + "shape " + shape + " has more than 2^63 bytes");
        }
    }
}
