package dev.graft.data;

import java.util.Optional;
import java.util.stream.Stream;

/** Data that come with parts of their own: to train on, to choose by, to judge by. */
public record Parts<S>(Dataset<S> train, Optional<Dataset<S>> validation, Optional<Dataset<S>> test) {

    public static <S> Parts<S> of(Dataset<S> train) {
        return new Parts<>(train, Optional.empty(), Optional.empty());
    }

    /** Whether there is more than one. */
    public boolean several() {
        return validation.isPresent() || test.isPresent();
    }

    /** What a model may be made of: all but the part to judge by. */
    public Dataset<S> known() {
        return validation.<Dataset<S>>map(more -> new Joined<>(train, more)).orElse(train);
    }

    /** What a finished model is judged by: the part for it, or else the one to choose by, or else all that there is. */
    public Dataset<S> judging() {
        return test.or(() -> validation).orElse(train);
    }

    /** One part after the other. */
    public Dataset<S> all() {
        return Stream.of(validation, test)
                .flatMap(Optional::stream)
                .reduce(train, (before, next) -> new Joined<>(before, next));
    }
}
