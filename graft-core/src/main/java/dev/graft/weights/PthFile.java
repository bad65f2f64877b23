package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.Shape;
import dev.graft.weights.Pickled.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tensors of a file that {@code torch.save} wrote ({@code .pth}, {@code .pt}, {@code .bin}), in the zip format and
 * in that of PyTorch before 1.6: a state dict, or a checkpoint with one in it. The file's pickle is read by a machine
 * that can run nothing. TorchScript and pickled models are code, and refused.
 *
 * <p>Source: PyTorch 1.13, {@code torch/serialization.py} and {@code torch/_utils.py}.
 */
public final class PthFile implements TensorFile {
    private final ByteSource source;
    private final PthLayout layout;
    private final StateDict state;
    private final SortedMap<String, TensorEntry> entries = new TreeMap<>();

    private PthFile(ByteSource source) throws IOException {
        this.source = source;
        this.layout = PthLayout.of(source);
        this.state = StateDict.of(source.name(), layout.root());
        for (Map.Entry<String, View> tensor : state.tensors().entrySet()) {
            View view = tensor.getValue();
            layout.begin(view.storage());
            String name = tensor.getKey();
            entries.put(name, new TensorEntry(name, view.storage().type(), new Shape(view.sizes())));
        }
    }

    public static PthFile open(Path file) throws IOException {
        return open(ByteSource.open(file));
    }

    /** The source is closed with what is returned, or at once where it is refused. */
    public static PthFile open(ByteSource source) throws IOException {
        try {
            return new PthFile(source);
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
        return Collections.unmodifiableSet(entries.keySet());
    }

    @Override
    public TensorEntry entry(String name) throws BadInput {
        return TensorNames.find(source.name(), entries, name);
    }

    /** The numbers and texts that a checkpoint has beside its tensors, as {@code epoch}. */
    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(state.said());
    }

    @Override
    public Set<String> unread() {
        return Collections.unmodifiableSet(state.unread());
    }

    @Override
    public void read(String name, ByteBuffer into) throws IOException {
        TensorEntry entry = entry(name);
        View view = state.tensors().get(name);
        ByteBuffer part = TensorNames.part(entry, into);
        if (part.capacity() == 0) {
            return;
        }
        int width = entry.type().bytes();
        layout.check(view.storage());
        long begin = layout.begin(view.storage()) + view.offset() * width;
        if (Strides.inOrder(view.sizes(), view.strides())) {
            source.read(begin, part);
            return;
        }
        ByteBuffer span = ByteBuffer.wrap(span(entry, Strides.span(view.sizes(), view.strides()) * width));
        source.read(begin, span);
        Strides.gather(span.array(), width, view.sizes(), view.strides(), part);
    }

    private byte[] span(TensorEntry entry, long bytes) throws BadInput {
        if (bytes > ByteSource.BUDGET) {
            throw new BadInput(
                    source.name(),
                    "tensor '" + entry.name() + "' is spread over " + bytes + " bytes; at most " + ByteSource.BUDGET
                            + " are read at once; save it contiguous");
        }
        return new byte[(int) bytes];
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
