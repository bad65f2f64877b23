package dev.graft.data;

import java.util.Optional;

/** Data that come with parts of their own: to train on, to choose by, to judge by. */
public record Parts<S>(Dataset<S> train, Optional<Dataset<S>> validation, Optional<Dataset<S>> test) {

    public static <S> Parts<S> of(Dataset<S> train) {
        return new Parts<>(train, Optional.empty(), Optional.empty());
    }
}
