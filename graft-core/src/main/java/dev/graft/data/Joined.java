package dev.graft.data;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Two datasets, one after the other. */
public record Joined<S>(Dataset<? extends S> first, Dataset<? extends S> second) implements Dataset<S> {
    /** All of several, at least one. */
    public static Dataset<?> all(Collection<Dataset<?>> datasets) {
        return datasets.stream().reduce((one, next) -> new Joined<>(one, next)).orElseThrow();
    }

    @Override
    public int size() {
        return Math.addExact(first.size(), second.size());
    }

    @Override
    public Sample<S> get(int index) throws IOException {
        return index < first.size() ? own(first.get(index)) : own(second.get(index - first.size()));
    }

    private static <S> Sample<S> own(Sample<? extends S> sample) {
        return new Sample<>(sample.input(), sample.target(), sample.where());
    }

    @Override
    public Target target(int index) throws IOException {
        return index < first.size() ? first.target(index) : second.target(index - first.size());
    }

    @Override
    public String name() {
        return first.name() + " and " + second.name();
    }

    @Override
    public List<String> notes() {
        return both(first.notes(), second.notes());
    }

    @Override
    public List<String> unreadable() {
        return both(first.unreadable(), second.unreadable());
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
