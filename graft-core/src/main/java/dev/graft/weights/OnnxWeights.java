package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The weights that an ONNX file carries, under the names and with the shapes that they had in PyTorch: weights of
 * linear layers are (out, in) again. The graph itself is not run, and other files that it points to are not opened.
 */
public final class OnnxWeights implements TensorFile {
    private final ByteSource source;
    private final SortedMap<String, OnnxWeight> weights = new TreeMap<>();
    private final SortedMap<String, OnnxWeight> unread = new TreeMap<>();

    private OnnxWeights(ByteSource source) throws IOException {
        this.source = source;
        OnnxNames.of(source.name(), OnnxGraph.read(source)).forEach((name, weight) -> {
            (weight.tensor().type().isPresent() ? weights : unread).put(name, weight);
        });
    }

    public static OnnxWeights open(Path file) throws IOException {
        return open(ByteSource.open(file));
    }

    /** The source is closed with what is returned, or at once where it is refused. */
    public static OnnxWeights open(ByteSource source) throws IOException {
        try {
            return new OnnxWeights(source);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(weights.keySet());
    }

    @Override
    public TensorEntry entry(String name) throws BadInput {
        return find(name).entry();
    }

    /** Always empty: what ONNX files say of themselves is about the exporter. */
    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public Set<String> unread() {
        return Collections.unmodifiableSet(unread.keySet());
    }

    /** One at a time: typed lists are read with the source's own position. */
    @Override
    public synchronized void read(String name, ByteBuffer into) throws IOException {
        OnnxWeight weight = find(name);
        weight.copy(source, TensorNames.part(weight.entry(), into));
    }

    private OnnxWeight find(String name) throws BadInput {
        if (unread.containsKey(name)) {
            throw new BadInput(source.name(), "tensor '" + name + "' is of a type that Graft does not read, as text");
        }
        return TensorNames.find(source.name(), weights, name);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
