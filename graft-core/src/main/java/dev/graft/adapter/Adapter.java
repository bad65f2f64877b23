package dev.graft.adapter;

import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.nn.Wrap;
import dev.graft.nn.Wraps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is put around the layers of a body without changing or copying them, as LoRA is. A body runs inside whichever
 * adapter a request names, so that many adapters share one body. Its parameters have the names that Hugging Face's PEFT
 * gives them, without what PEFT puts before all of them. It owns them and frees them on close.
 */
public final class Adapter extends Layer {
    /** Changes nothing. */
    public static final Adapter NONE = new Adapter(Optional.empty(), "", List.of());

    private final Optional<AdapterShape> shape;
    private final String base;
    private final List<Piece> pieces;
    private final Map<Layer, Wrap> wraps = new HashMap<>();

    /** @param base fingerprint of the body whose layers the pieces stand around */
    Adapter(AdapterShape shape, String base, List<Piece> pieces) {
        this(Optional.of(shape), base, pieces);
    }

    private Adapter(Optional<AdapterShape> shape, String base, List<Piece> pieces) {
        this.shape = shape;
        this.base = base;
        this.pieces = List.copyOf(pieces);
        for (Piece piece : pieces) {
            prefixed(piece.prefix(), piece);
            wraps.putAll(piece.wraps());
        }
    }

    /** Runs a body with this adapter in force on this thread. */
    public Flow around(UnaryOperator<Flow> body, Flow in) {
        return wraps.isEmpty() ? body.apply(in) : Wraps.during(wraps, () -> body.apply(in));
    }

    /** What it learns, by dotted names. */
    public Map<String, Tensor> parameters() {
        return named();
    }

    /** What it is; empty where it is nothing. */
    public Optional<AdapterShape> shape() {
        return shape;
    }

    /** The fingerprint of the body that it belongs to. */
    public String base() {
        return base;
    }

    /** The first stage of its body that it changes; above all where it changes none. */
    public int firstStage() {
        return pieces.stream().mapToInt(Piece::stage).min().orElse(Integer.MAX_VALUE);
    }

    /**
     * What tensors of the body would have to be to answer alike without this adapter.
     *
     * @throws dev.graft.base.BadArgument where weights alone cannot do that
     */
    public Map<Tensor, Tensor> merged() {
        Map<Tensor, Tensor> changed = new HashMap<>();
        pieces.forEach(piece -> changed.putAll(piece.merged()));
        return changed;
    }
}
