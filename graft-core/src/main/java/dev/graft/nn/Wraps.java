package dev.graft.nn;

import dev.graft.engine.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Which layers are wrapped on this thread now. Where nothing is, a layer asks once and goes its own way. */
public final class Wraps {
    private static final ThreadLocal<Map<Layer, Wrap>> HERE = new ThreadLocal<>();

    private Wraps() {}

    /** Runs work with layers wrapped on this thread; those that are wrapped already are wrapped inside of that. */
    public static <T> T during(Map<Layer, Wrap> wraps, Supplier<T> work) {
        Map<Layer, Wrap> before = HERE.get();
        HERE.set(before == null ? wraps : joined(before, wraps));
        try {
            return work.get();
        } finally {
            if (before == null) {
                HERE.remove();
            } else {
                HERE.set(before);
            }
        }
    }

    private static Map<Layer, Wrap> joined(Map<Layer, Wrap> outer, Map<Layer, Wrap> inner) {
        Map<Layer, Wrap> both = new HashMap<>(inner);
        outer.forEach((layer, wrap) -> both.merge(layer, wrap, (near, far) -> far.around(near)));
        return both;
    }

    /**
     * What a layer makes of something, with what is around it here and now.
     *
     * @param own the layer's work by itself
     */
    public static Tensor through(Layer layer, Tensor x, UnaryOperator<Tensor> own) {
        Wrap wrap = around(layer);
        return wrap == null ? own.apply(x) : wrap.forward(x, own);
    }

    /** What is around a layer here and now; null where nothing is. */
    static Wrap around(Layer layer) {
        Map<Layer, Wrap> here = HERE.get();
        return here == null ? null : here.get(layer);
    }
}
