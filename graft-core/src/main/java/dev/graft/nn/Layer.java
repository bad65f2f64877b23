package dev.graft.nn;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A piece of a network: parameters that are learned, buffers that are kept beside them, and children, under the names
 * that the reference library gives them, so that published weights load by name. A layer owns its tensors and frees
 * them on close.
 */
public abstract class Layer implements AutoCloseable {
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final List<Child> children = new ArrayList<>();
    private boolean training;

    /** @param prefix of its tensors' names: mostly its own with a dot, or nothing */
    private record Child(String prefix, Layer layer) {}

    protected final Tensor parameter(String name, Supplier<Tensor> initial) {
        return kept(parameters, name, initial);
    }

    /** A tensor that is saved with the parameters but follows no gradient, as a running mean. */
    protected final Tensor buffer(String name, Supplier<Tensor> initial) {
        return kept(buffers, name, initial);
    }

    private static Tensor kept(Map<String, Tensor> among, String name, Supplier<Tensor> initial) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor tensor = scope.own(initial.get().detach());
            among.put(name, tensor);
            return tensor;
        }
    }

    protected final <L extends Layer> L child(String name, L layer) {
        return prefixed(name + ".", layer);
    }

    /** A child whose names stand among this layer's own: the reference library does not group them as we do. */
    protected final <L extends Layer> L inline(L layer) {
        return prefixed("", layer);
    }

    /** A child whose names follow this at once: {@code in_proj_} gives {@code in_proj_weight}. */
    protected final <L extends Layer> L prefixed(String prefix, L layer) {
        children.add(new Child(prefix, layer));
        return layer;
    }

    /** Whether this layer is being trained: dropout drops then, and no shortcut of inference is taken. */
    public final boolean training() {
        return training;
    }

    /** Sets this layer and all below it to training or to inference. */
    public final void train(boolean on) {
        visitLayers(layer -> {
            layer.training = on;
            layer.changed();
        });
    }

    /**
     * Whatever would go by its batch, as batch norm, is set to what it learned before: the rest trains without it.
     * Until the next {@link #train}.
     */
    public final void fixNorms() {
        visitLayers(layer -> layer.training &= !layer.mixes());
    }

    /** Called when parameters may have changed or may soon: whatever was derived from them is stale. */
    protected void changed() {}

    /** Draws the first weights of this layer and of all below it, from the generator that the engine's seed set. */
    public Layer begin() {
        visitLayers(layer -> {
            try (Scope scope = Scope.open();
                    NoGrad off = NoGrad.open()) {
                layer.draw();
            }
            layer.changed();
        });
        return this;
    }

    /** Sets the first values of this layer's own tensors, where they are not those that it was made with. */
    protected void draw() {}

    /**
     * Whether what this layer or one below it makes of an example depends on the others of its batch, as now set:
     * then a batch cannot be worked out in pieces.
     */
    public final boolean mixesExamples() {
        return mixes() || children.stream().anyMatch(child -> child.layer.mixesExamples());
    }

    /** {@link #mixesExamples} for this layer alone. */
    protected boolean mixes() {
        return false;
    }

    /** Shows this layer and all below it. */
    public final void visitLayers(Consumer<Layer> action) {
        action.accept(this);
        children.forEach(child -> child.layer.visitLayers(action));
    }

    /** Shows every parameter with its dotted name, in the order of construction. */
    public final void visit(String prefix, BiConsumer<String, Tensor> action) {
        parameters.forEach((name, tensor) -> action.accept(prefix + name, tensor));
        children.forEach(child -> child.layer.visit(prefix + child.prefix, action));
    }

    /** Shows this layer and all below it, each with what the dotted names of its tensors begin with. */
    public final void visitLayers(String prefix, BiConsumer<String, Layer> action) {
        action.accept(prefix, this);
        children.forEach(child -> child.layer.visitLayers(prefix + child.prefix, action));
    }

    /** Its own parameters by their last names, as {@code weight}; none of its children's. */
    public final Map<String, Tensor> own() {
        return Collections.unmodifiableMap(parameters);
    }

    /** Shows every parameter and every buffer with its dotted name: what a saved network consists of. */
    public final void visitState(String prefix, BiConsumer<String, Tensor> action) {
        parameters.forEach((name, tensor) -> action.accept(prefix + name, tensor));
        buffers.forEach((name, tensor) -> action.accept(prefix + name, tensor));
        children.forEach(child -> child.layer.visitState(prefix + child.prefix, action));
    }

    /** Every parameter by its dotted name. */
    public final Map<String, Tensor> named() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        visit("", all::put);
        return all;
    }

    /** Every parameter and buffer by its dotted name. */
    public final Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        visitState("", all::put);
        return all;
    }

    @Override
    public void close() {
        changed();
        parameters.values().forEach(Tensor::close);
        buffers.values().forEach(Tensor::close);
        children.forEach(child -> child.layer.close());
    }
}
