package dev.graft.train;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.backbone.StoredFeatures;
import dev.graft.data.PreparedSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What the frozen stages of a fit's body give for its data, from the cache where it is known. */
final class FrozenFeatures {
    private final Backbone body;
    private final Settings settings;
    private final IntPredicate changed;
    private int cacheHits;

    /** @param changed whether an earlier phase changed what stands below a stage */
    FrozenFeatures(Backbone body, Settings settings, IntPredicate changed) {
        this.body = body;
        this.settings = settings;
        this.changed = changed;
    }

    /** Frozen features of a dataset at a stage, from the cache where they are known. */
    private Features features(PreparedSet data, int stage) throws IOException {
        settings.progress().begin("features", data.size());
        Features features = Features.of(body, data, stage, settings.featurePrecision(), keep(stage), this::featured);
        cacheHits += features.hits();
        settings.progress().end(features.hits() == 0 ? "" : features.hits() + " of " + data.size() + " from the cache");
        return features;
    }

    /** What an earlier phase changed has features that nobody else may find: their key names the weights as loaded. */
    private Features.Keep keep(int stage) {
        return changed.test(stage) ? Features.Keep.NOTHING : settings.keep();
    }

    /** Frozen features of every draw of a dataset at a stage. */
    List<float[][]> draws(PreparedSet data, int stage) throws IOException {
        List<float[][]> draws = new ArrayList<>();
        for (int number = 0; number < data.spec().draws(); number++) {
            draws.add(features(data.draw(number, settings.seed()), stage).rows());
        }
        return draws;
    }

    /** Those of every draw, kept on disk and not in memory; nothing where that cannot be. */
    Optional<FrozenRows> stored(PreparedSet data, int stage) throws IOException {
        List<StoredFeatures> draws = new ArrayList<>();
        boolean whole = false;
        try {
            while (draws.size() < data.spec().draws()) {
                Optional<StoredFeatures> features =
                        stored(data.draw(draws.size(), settings.seed()), keep(stage), stage);
                if (features.isEmpty()) {
                    return Optional.empty();
                }
                draws.add(features.get());
            }
            whole = true;
            return Optional.of(FrozenRows.stored(draws));
        } finally {
            if (!whole) {
                draws.forEach(StoredFeatures::close);
            }
        }
    }

    private Optional<StoredFeatures> stored(PreparedSet draw, Features.Keep keep, int stage) throws IOException {
        settings.progress().begin("features", draw.size());
        Optional<StoredFeatures> features =
                StoredFeatures.of(body, draw, stage, settings.featurePrecision(), keep, this::featured);
        int hits = features.map(StoredFeatures::hits).orElse(0);
        cacheHits += hits;
        settings.progress().end(hits == 0 ? "" : hits + " of " + draw.size() + " from the cache");
        return features;
    }

    private void featured(int done) {
        if (StopRequest.wanted()) {
            throw new StoppedException("stopped; the features so far are kept");
        }
        settings.progress().at(done, "");
    }

    /** How many features came from the cache. */
    int cacheHits() {
        return cacheHits;
    }
}
