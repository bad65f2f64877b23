package dev.graft.train;

import dev.graft.engine.Tensor;
import dev.graft.nn.Layer;
import dev.graft.nn.Norm;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Which parameters of a stage a phase changes. */
public enum Within {
    ALL {
        @Override
        boolean selects(Layer layer, String parameter) {
            return true;
        }
    },
    /** What is added after a product or a norm. */
    BIASES {
        @Override
        boolean selects(Layer layer, String parameter) {
            return parameter.equals("bias");
        }
    },
    /** Scales and shifts of layer norms and batch norms. */
    NORMS {
        @Override
        boolean selects(Layer layer, String parameter) {
            return layer instanceof Norm;
        }
    };

    /** The selected parameters of a layer and of all below it, by dotted names under a prefix. */
    public Map<String, Tensor> of(Layer root, String prefix) {
        Map<String, Tensor> selected = new LinkedHashMap<>();
        root.visitLayers(
                prefix,
                (before, layer) -> layer.own().forEach((name, tensor) -> {
                    if (selects(layer, name)) {
                        selected.put(before + name, tensor);
                    }
                }));
        return selected;
    }

    /** As in {@code the network has no norms}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param parameter of this very layer, by its last name */
    abstract boolean selects(Layer layer, String parameter);
}
