package dev.graft.nn;

import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;

/** A vector for each of a number of entries. Parameter: {@code weight} (entries, width). */
public final class Embedding extends Layer {
    private final Tensor weight;

    /** All zero until weights are loaded. */
    public Embedding(int entries, int width) {
        weight = parameter("weight", () -> Tensor.zeros(entries, width));
    }

    /**
     * @param ids any shape, I64
     * @return that shape with the width after it
     */
    public Tensor forward(Tensor ids) {
        return Functional.embedding(weight, ids);
    }
}
