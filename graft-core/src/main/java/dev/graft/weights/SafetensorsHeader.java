package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonToken;

/**
 * The header of a safetensors file: 8 bytes of length, then JSON. Strict where readers differ, so that no file means
 * one thing here and another elsewhere: it begins with a brace, as the specification demands; blanks may follow it.
 */
final class SafetensorsHeader {
    static final int MOST_METADATA = 16_000_000; // characters

    private static final long LONGEST = 100_000_000; // as the reference implementation

    private final ByteSource source;
    private final SortedMap<String, Placed> tensors = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();
    private final long dataStart; // the byte of the file from which offsets count
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
        source.seek(0);
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

    private void parse(ByteSource text) throws IOException {
        if (text.u8() != '{') {
            throw text.bad(0, "the header must begin with '{'; is this a safetensors file?");
        }
        text.seek(0);
        try (HeaderJson json = new HeaderJson(text, "safetensors file")) {
            json.next();
            while (!json.nextIs(JsonToken.END_OBJECT)) {
                readEntry(json, json.name());
            }
            json.expect(json.nextIs(null), "something follows the header's last brace; only blanks may");
        }
    }

    private void readEntry(HeaderJson json, String name) throws IOException {
        if (name.equals("__metadata__")) {
            readMetadata(json);
            return;
        }
        json.expect(!tensors.containsKey(name), "tensor '" + name + "' is there twice");
        json.expect(tensors.size() < TensorNames.MOST, "there are more than " + TensorNames.MOST + " tensors");
        tensors.put(name, new Description(json, name).read(dataStart, source.length() - dataStart));
    }

    private void readMetadata(HeaderJson json) throws IOException {
        String wanted = "'__metadata__' must be an object of texts";
        json.expect(!metadataSeen, "'__metadata__' is there twice");
        metadataSeen = true;
        json.expect(json.nextIs(JsonToken.START_OBJECT), wanted);
        while (!json.nextIs(JsonToken.END_OBJECT)) {
            String key = json.name();
            json.next();
            String value = json.text(wanted);
            metadataSize += key.length() + value.length();
            json.expect(metadataSize <= MOST_METADATA, "'__metadata__' has more than " + MOST_METADATA + " characters");
            json.expect(metadata.put(key, value) == null, "'__metadata__' has '" + key + "' twice");
        }
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
}
