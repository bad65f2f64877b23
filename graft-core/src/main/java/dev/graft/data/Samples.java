package dev.graft.data;

import java.util.List;

/** A dataset that is held in memory. */
public record Samples<S>(String name, List<Sample<S>> samples, List<String> notes) implements Dataset<S> {
    public Samples {
        samples = List.copyOf(samples);
        notes = List.copyOf(notes);
    }

    public Samples(String name, List<Sample<S>> samples) {
        this(name, samples, List.of());
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public Sample<S> get(int index) {
        return samples.get(index);
    }
}
