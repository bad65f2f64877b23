package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * The header of a safetensors file: 8 bytes of length, then JSON. Strict where readers differ, so that no file means
 * one thing here and another elsewhere: it begins with a brace, as the specification demands; blanks may follow it.
 */
final class SafetensorsHeader {
    private static final long LONGEST = 100_000_000; // as the reference implementation
    private static final int MOST_METADATA = 16_000_000; // characters
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(20)
                    .maxNameLength(4096)
                    .maxStringLength(MOST_METADATA)
                    .build())
            .build();

    private final ByteSource source;
    private final SortedMap<String, Placed> tensors = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();
    private final long dataStart;
    private JsonParser json;
    private boolean metadataSeen;
    private int metadataSize;

    private SafetensorsHeader(ByteSource source, long dataStart) {
        this.source = source;
        this.dataStart = dataStart;
    }

    static SafetensorsHeader read(ByteSource source) throws IOException {
        if (source.length() < 8) {
            throw source.bad(source.length(), "ends here; a safetensors file begins with the 8 bytes of a length");
        }
        long length = source.i64();
        if (length < 2 || length > source.remaining()) {
            throw source.bad(
                    0,
                    "says that its header has " + Long.toUnsignedString(length) + " bytes, but " + source.remaining()
                            + " follow; the file is cut, or is no safetensors file");
        }
        if (length > LONGEST) {
            throw source.bad(0, "says that its header has " + length + " bytes; at most " + LONGEST + " are allowed");
        }
        SafetensorsHeader header = new SafetensorsHeader(source, 8 + length);
        header.parse(source.slice(8, length));
        header.checkLayout();
        return header;
    }

    SortedMap<String, Placed> tensors() {
        return tensors;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** The byte of the file from which offsets count. */
    long dataStart() {
        return dataStart;
    }

    private void parse(ByteSource text) throws IOException {
        if (text.u8() != '{') {
            throw source.bad(8, "the header must begin with '{'; is this a safetensors file?");
        }
        text.seek(0);
        Reader reader = new InputStreamReader(text.stream(), StandardCharsets.UTF_8.newDecoder());
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), reader)) {
            json = parser;
            json.nextToken();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                entry(json.currentName());
            }
            if (json.nextToken() != null) {
                throw bad("something follows the header's last brace; only blanks may");
            }
        } catch (StreamConstraintsException e) {
            throw bad("the header has a name, number, text or nesting beyond all that weights need");
        } catch (JacksonException e) {
            throw explained(e);
        }
    }

    private BadInput explained(JacksonException e) throws IOException {
        if (e.getCause() instanceof CharacterCodingException) {
            return source.bad(8, "the header is not UTF-8; the file is damaged, or is no safetensors file");
        }
        if (e.getCause() instanceof IOException fault) {
            throw fault;
        }
        return bad("the header is not valid JSON; the file is damaged, or is no safetensors file");
    }

    private void entry(String name) throws IOException {
        if (name.equals("__metadata__")) {
            readMetadata();
        } else if (tensors.containsKey(name)) {
            throw bad("tensor '" + name + "' is there twice");
        } else if (tensors.size() == TensorNames.MOST) {
            throw bad("there are more than " + TensorNames.MOST + " tensors");
        } else {
            tensors.put(name, tensor(name));
        }
    }

    private void readMetadata() throws IOException {
        if (metadataSeen) {
            throw bad("'__metadata__' is there twice");
        }
        metadataSeen = true;
        expect(json.nextToken() == JsonToken.START_OBJECT, "'__metadata__' must be an object of texts");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            expect(json.nextToken() == JsonToken.VALUE_STRING, "'__metadata__' must be an object of texts");
            String value = json.getString();
            metadataSize += key.length() + value.length();
            expect(metadataSize <= MOST_METADATA, "'__metadata__' has more than " + MOST_METADATA + " characters");
            expect(metadata.put(key, value) == null, "'__metadata__' has '" + key + "' twice");
        }
    }

    private Placed tensor(String name) throws IOException {
        String where = "tensor '" + name + "': ";
        expect(json.nextToken() == JsonToken.START_OBJECT, where + "its description must be an object");
        DType type = null;
        long[] sizes = null;
        long[] offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(type == null, where + "'dtype' is there twice");
                    type = type(where);
                }
                case "shape" -> {
                    expect(sizes == null, where + "'shape' is there twice");
                    sizes = numbers(where + "'shape'", TensorNames.MOST_SIZES);
                }
                case "data_offsets" -> {
                    expect(offsets == null, where + "'data_offsets' is there twice");
                    offsets = numbers(where + "'data_offsets'", 2);
                }
                default -> throw bad(where + "'" + field + "' is not a part of its description");
            }
        }
        expect(type != null && sizes != null && offsets != null, where + "needs 'dtype', 'shape' and 'data_offsets'");
        expect(offsets.length == 2, where + "'data_offsets' must be two numbers");
        return placed(name, type, sizes, offsets);
    }

    private Placed placed(String name, DType type, long[] sizes, long[] offsets) throws BadInput {
        String where = "tensor '" + name + "': ";
        long begin = offsets[0];
        long end = offsets[1];
        long data = source.length() - dataStart;
        expect(
                begin <= end && end <= data,
                where + "bytes " + begin + " to " + end + " of its data do not lie within the " + data
                        + " that are there; the file is cut or damaged");
        Shape shape = new Shape(sizes);
        long bytes;
        try {
            bytes = Math.multiplyExact(shape.count(), (long) type.bytes());
        } catch (ArithmeticException e) {
            throw bad(where + "shape " + shape + " has more than 2^63 bytes");
        }
        expect(
                bytes == end - begin,
                where + "shape " + shape + " of " + type + " has " + bytes + " bytes, but its offsets " + begin + " to "
                        + end + " hold " + (end - begin));
        return new Placed(new TensorEntry(name, type, shape), dataStart + begin, dataStart + end);
    }

    private DType type(String where) throws BadInput {
        expect(json.currentToken() == JsonToken.VALUE_STRING, where + "'dtype' must be text");
        String name = json.getString();
        for (DType type : DType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw bad(where + "type '" + name + "' is none that Graft reads: " + List.of(DType.values()));
    }

    private long[] numbers(String what, int most) throws BadInput {
        expect(json.currentToken() == JsonToken.START_ARRAY, what + " must be an array");
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, what + " must hold whole numbers");
            expect(numbers.size() < most, what + " has more than " + most + " numbers");
            String digits = json.getString();
            expect(!digits.startsWith("-"), what + " must not be negative, was " + digits);
            try {
                numbers.add(Long.parseLong(digits));
            } catch (NumberFormatException e) {
                throw bad(what + " must be below 2^63, was " + digits);
            }
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /** As the specification demands: every byte of data belongs to one tensor, so that nothing hides in a hole. */
    private void checkLayout() throws BadInput {
        List<Placed> inOrder = new ArrayList<>(tensors.values());
        inOrder.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
        long at = dataStart;
        for (Placed tensor : inOrder) {
            if (tensor.begin() != at) {
                String problem = tensor.begin() < at ? "overlaps with the tensor before it" : "leaves a hole before it";
                throw source.bad(
                        tensor.begin(), "tensor '" + tensor.entry().name() + "' " + problem + "; the file is damaged");
            }
            at = tensor.end();
        }
        if (at != source.length()) {
            throw source.bad(at, (source.length() - at) + " bytes follow the last tensor and belong to none");
        }
    }

    private void expect(boolean holds, String problem) throws BadInput {
        if (!holds) {
            throw bad(problem);
        }
    }

    private BadInput bad(String problem) throws BadInput {
        return source.bad(byteOf(json.currentTokenLocation().getCharOffset()), problem);
    }

    /** The parser counts characters; a file is looked at in bytes. */
    private long byteOf(long characters) {
        try {
            ByteSource text = source.slice(8, dataStart - 8);
            while (characters > 0) {
                int lead = text.u8();
                characters -= (lead & 0xc0) == 0x80 ? 0 : lead >= 0xf0 ? 2 : 1;
            }
            return 8 + text.position();
        } catch (IOException e) {
            return 8;
        }
    }
}
