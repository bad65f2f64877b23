package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The safetensors format: JSON that says where each tensor lies, then nothing but their bytes.
 *
 * <p>Source: <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>, README, "Format".
 */
public final class Safetensors implements TensorFile {
    private final ByteSource source;
    private final SortedMap<String, Placed> tensors;
    private final Map<String, String> metadata;

    private Safetensors(ByteSource source, SafetensorsHeader header) {
        this.source = source;
        this.tensors = header.tensors();
        this.metadata = Collections.unmodifiableMap(header.metadata());
    }

    public static Safetensors open(Path file) throws IOException {
        return open(ByteSource.open(file));
    }

    /** The source is closed with what is returned, or at once where it is refused. */
    public static Safetensors open(ByteSource source) throws IOException {
        try {
            return new Safetensors(source, SafetensorsHeader.read(source));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /**
     * Writes tensors in the reference implementation's order, wide types first, then by name, so that each is aligned
     * and equal tensors give equal bytes.
     *
     * @param metadata what the file says of itself; Hugging Face's loaders want {@code format} to be {@code pt}
     */
    public static void write(OutputStream out, Map<String, String> metadata, List<TensorData> tensors)
            throws IOException {
        SafetensorsWriter.write(out, metadata, tensors);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public TensorEntry entry(String name) throws BadInput {
        return TensorNames.find(source.name(), tensors, name).entry();
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void read(String name, ByteBuffer into) throws IOException {
        Placed tensor = TensorNames.find(source.name(), tensors, name);
        source.read(tensor.begin(), TensorNames.part(tensor.entry(), into));
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
