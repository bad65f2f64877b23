package dev.graft.train;

import dev.graft.backbone.Features;
import dev.graft.base.Shape;
import dev.graft.data.Loader;
import dev.graft.data.PreparedSet;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.nn.Weighted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The stages below what a phase trains: what they give is computed once and kept where that pays and fits. */
final class FrozenPrefix {
    private final Fit fit;
    private final Phase phase;
    private final int index;
    private final int batchSize;
    private final int from;

    FrozenPrefix(Fit fit, Phase phase, int index, int batchSize) {
        this.fit = fit;
        this.phase = phase;
        this.index = index;
        this.batchSize = batchSize;
        from = fit.parts().firstStage(phase.trains());
    }

    /** The first stage above them; the number of stages where a head alone is trained. */
    int stages() {
        return from;
    }

    /** What the stages above take of a dataset's examples. */
    Activations of(PreparedSet data) throws IOException {
        boolean oneRowEach = java.util.stream.IntStream.range(0, data.size())
                .allMatch(i -> data.input(i).rows() == 1);
        int last = fit.body().stages().count();
        if (from < last && (!oneRowEach || lookUps())) {
            return raw(data);
        }
        if (from == last) {
            List<float[][]> draws = fit.features().draws(data, from);
            return Activations.rows(FrozenRows.inMemory(draws), Flow.POOLED, new Shape(draws.get(0)[0].length));
        }
        Optional<Shape> map = Features.map(fit.body(), data, from);
        long numbers = map.map(
                        shape -> shape.count() * data.size() * data.spec().draws())
                .orElseGet(() -> tokens(data));
        Optional<FrozenRows> rows = rows(data, Float.BYTES * numbers);
        if (rows.isEmpty()) {
            return raw(data);
        }
        return map.isPresent()
                ? Activations.rows(rows.get(), Flow.MAP, map.get())
                : Activations.hidden(rows.get(), fit.body().width());
    }

    /** What frozen stages gave, where there is room for it; if not, they run in every epoch. */
    private Optional<FrozenRows> rows(PreparedSet data, long bytes) throws IOException {
        Features.Keep keep = fit.settings().keep();
        if (bytes <= keep.memory()) {
            return Optional.of(FrozenRows.inMemory(fit.features().draws(data, from)));
        }
        Optional<FrozenRows> stored = bytes <= keep.limit() ? fit.features().stored(data, from) : Optional.empty();
        fit.settings()
                .progress()
                .note(String.format(
                        Locale.ROOT,
                        "what the frozen stages give would take %.1f GB of memory, so %s",
                        bytes / 1e9,
                        stored.isPresent() ? "it is read from the cache on disk" : "they run in every epoch"));
        return stored;
    }

    /** Numbers of the hidden states of every token. */
    private long tokens(PreparedSet data) {
        return java.util.stream.IntStream.range(0, data.size())
                        .mapToLong(i -> data.input(i).length())
                        .sum()
                * fit.body().width();
    }

    /** Whether nothing below is multiplied by a matrix, if anything is there: quicker done again than kept. */
    private boolean lookUps() {
        List<Layer> products = new ArrayList<>();
        for (int i = 0; i < from; i++) {
            fit.body().stage(i).visitLayers("", (prefix, layer) -> {
                if (layer instanceof Weighted) {
                    products.add(layer);
                }
            });
        }
        return products.isEmpty();
    }

    private Activations raw(PreparedSet data) {
        int batches = fit.outputs().keySet().stream()
                .mapToInt(name -> new Loader(fit.streams().get(name), batchSize, 0).batches())
                .sum();
        double all = phase.length().scheduled(batches);
        return Activations.raw(
                data, fit.settings().seed() + index, epoch -> Math.min(1, (double) epoch * batches / all));
    }
}
