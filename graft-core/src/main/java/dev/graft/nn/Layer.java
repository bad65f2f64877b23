package dev.graft.nn;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A piece of a network: parameters that are learned and children, under the names that the reference library gives
 * them, so that published weights load by name. A layer owns its tensors and frees them on close.
 */
public abstract class Layer implements AutoCloseable {
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Layer> children = new LinkedHashMap<>();
    private boolean training;

    protected final Tensor parameter(String name, Supplier<Tensor> initial) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor parameter = scope.own(initial.get().detach());
            parameters.put(name, parameter);
            return parameter;
        }
    }

    protected final <L extends Layer> L child(String name, L layer) {
        children.put(name, layer);
        return layer;
    }

    /** Whether this layer is being trained: dropout drops then, and no shortcut of inference is taken. */
    public final boolean training() {
        return training;
    }

    /** Sets this layer and all below it to training or to inference. */
    public final void train(boolean on) {
        each(layer -> {
            layer.training = on;
            layer.changed();
        });
    }

    /** Called when parameters may have changed or may soon: whatever was derived from them is stale. */
    protected void changed() {}

    private void each(Consumer<Layer> action) {
        action.accept(this);
        children.values().forEach(child -> child.each(action));
    }

    /** Shows every parameter with its dotted name, in the order of construction. */
    public final void visit(String prefix, BiConsumer<String, Tensor> action) {
        parameters.forEach((name, tensor) -> action.accept(prefix + name, tensor));
        children.forEach((name, child) -> child.visit(prefix + name + ".", action));
    }

    /** Every parameter by its dotted name. */
    public final Map<String, Tensor> named() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        visit("", all::put);
        return all;
    }

    @Override
    public void close() {
        changed();
        parameters.values().forEach(Tensor::close);
        children.values().forEach(Layer::close);
    }
}
