package dev.graft.nn;

import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;

/** A linear layer on rows that are 0 for the most part. Parameter: {@code weight} (terms, answers). */
public final class TermScores extends Layer {
    private final Tensor weight;

    /** All zero until weights are loaded or solved for. */
    public TermScores(int terms, int answers) {
        weight = parameter("weight", () -> Tensor.zeros(terms, answers));
    }

    /**
     * @param terms (N, L) I64 the columns that are not 0, rows padded with any
     * @param values (N, L) F32 what stands there, 0 where a row is padded
     * @return (N, answers)
     */
    public Tensor forward(Tensor terms, Tensor values) {
        return Functional.embedding(weight, terms).mul(values.unsqueeze(2)).sum(1, false);
    }

    public Tensor weight() {
        return weight;
    }
}
