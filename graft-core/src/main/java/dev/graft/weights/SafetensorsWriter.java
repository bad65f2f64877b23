package dev.graft.weights;

import dev.graft.base.BadArgument;
import dev.graft.base.DType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Lays tensors out in a safetensors file. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 16;

    /** The reference's order of types, which puts wide ones first. */
    private static final List<DType> TYPES = List.of(
            DType.I64,
            DType.F64,
            DType.F32,
            DType.I32,
            DType.BF16,
            DType.F16,
            DType.I16,
            DType.I8,
            DType.U8,
            DType.BOOL);

    private SafetensorsWriter() {}

    static void write(OutputStream out, Map<String, String> metadata, List<TensorData> tensors) throws IOException {
        List<TensorData> inOrder = tensors.stream()
                .sorted(Comparator.<TensorData>comparingInt(
                                t -> TYPES.indexOf(t.entry().type()))
                        .thenComparing(t -> t.entry().name()))
                .toList();
        byte[] header = header(metadata, inOrder);
        int padding = (ALIGNMENT - header.length % ALIGNMENT) % ALIGNMENT;
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length + padding)
                .array());
        out.write(header);
        out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        for (TensorData tensor : inOrder) {
            copy(tensor, out);
        }
    }

    private static byte[] header(Map<String, String> metadata, List<TensorData> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart("__metadata__");
                new TreeMap<>(metadata).forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            long at = 0;
            Set<String> names = new HashSet<>(Set.of("__metadata__"));
            for (TensorData tensor : tensors) {
                String name = tensor.entry().name();
                if (!names.add(name)) {
                    throw new BadArgument("tensor name '" + name + "' is taken; each needs a name of its own");
                }
                at = describe(json, tensor.entry(), at);
            }
            json.writeEndObject();
        } catch (JacksonException e) {
            throw new BadArgument("a tensor's name or the metadata is not valid text: " + e.getOriginalMessage());
        }
        return bytes.toByteArray();
    }

    private static long describe(JsonGenerator json, TensorEntry entry, long at) {
        long end = Math.addExact(at, entry.bytes());
        json.writeObjectPropertyStart(entry.name());
        json.writeStringProperty("dtype", entry.type().name());
        numbers(json, "shape", entry.shape().sizes());
        numbers(json, "data_offsets", at, end);
        json.writeEndObject();
        return end;
    }

    private static void numbers(JsonGenerator json, String name, long... numbers) {
        json.writeArrayPropertyStart(name);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    private static void copy(TensorData tensor, OutputStream out) throws IOException {
        ByteBuffer bytes = tensor.bytes().get().duplicate();
        if (bytes.remaining() != tensor.entry().bytes()) {
            throw new BadArgument("tensor '" + tensor.entry().name() + "' needs "
                    + tensor.entry().bytes() + " bytes, was given " + bytes.remaining());
        }
        if (bytes.hasArray()) {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            return;
        }
        byte[] chunk = new byte[Math.min(CHUNK, bytes.remaining())];
        while (bytes.hasRemaining()) {
            int count = Math.min(chunk.length, bytes.remaining());
            bytes.get(chunk, 0, count);
            out.write(chunk, 0, count);
        }
    }
}
