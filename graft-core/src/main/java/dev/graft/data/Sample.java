package dev.graft.data;

import java.util.Objects;
import java.util.function.Function;

/**
 * One example.
 *
 * @param input what a model sees
 * @param target what it is to answer
 * @param where the place it was read from, for messages: {@code reviews.csv, row 7}
 */
public record Sample<S>(S input, Target target, String where) {
    public Sample {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(where, "where");
    }

    public <T> Sample<T> map(Function<? super S, ? extends T> change) {
        return new Sample<>(change.apply(input), target, where);
    }
}
