package dev.graft.data;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** A fixed list of samples: {@code get(i)} is equal each time, on any thread. */
public interface Dataset<S> {

    int size();

    /** An input and its target. */
    Sample<S> get(int index) throws IOException;

    /** What people call it, as the name of its file; begins their messages. */
    String name();

    /** The target alone, without reading the input where that costs. */
    default Target target(int index) throws IOException {
        return get(index).target();
    }

    /** What the reader noticed and a user should know: a column taken by its look, lines skipped. */
    default List<String> notes() {
        return List.of();
    }

    /** Every input that was left out since it cannot be read, with the reason. */
    default List<String> unreadable() {
        return List.of();
    }

    /** The samples at some places, in that order. */
    default Dataset<S> subset(int[] indices) {
        return new Subset<>(this, indices);
    }

    /** The same samples with changed inputs; the change is applied at each reading. */
    default <T> Dataset<T> map(Function<? super S, ? extends T> change) {
        return new Mapped<>(this, change);
    }

    /**
     * Two parts for training and for testing: every class is shared out in proportion, to the example; inputs that are
     * equal or nearly so stay on one side; the same seed gives the same parts everywhere.
     *
     * @param trainShare part for training, above 0 and below 1
     */
    default Split<S> split(double trainShare, long seed) throws IOException {
        return Split.of(this, trainShare, seed);
    }
}
