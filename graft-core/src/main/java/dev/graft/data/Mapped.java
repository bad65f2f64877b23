package dev.graft.data;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** A dataset whose inputs are changed when they are read. */
final class Mapped<S, T> implements Dataset<T> {
    private final Dataset<S> before;
    private final Function<? super S, ? extends T> change;

    Mapped(Dataset<S> before, Function<? super S, ? extends T> change) {
        this.before = before;
        this.change = change;
    }

    @Override
    public int size() {
        return before.size();
    }

    @Override
    public Sample<T> get(int index) throws IOException {
        return before.get(index).map(change);
    }

    @Override
    public Target target(int index) throws IOException {
        return before.target(index);
    }

    @Override
    public String name() {
        return before.name();
    }

    @Override
    public List<String> notes() {
        return before.notes();
    }
}
