package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;

/** A fitted model that another learns from: what it says of the examples of a batch. */
public interface Teacher {
    /** @return {@code logits} (N, K) in the order of the pupil's classes, {@code pooled} (N, D) of the teacher's width */
    Flow answers(Batch batch);

    /** D of its features. */
    int width();

    /** Those columns of a teacher's logits that the pupil's classes stand in. @param logits (N, all its classes) */
    static Tensor picked(Tensor logits, long[] columns) {
        return logits.pick(1, Tensor.of(columns, columns.length));
    }
}
