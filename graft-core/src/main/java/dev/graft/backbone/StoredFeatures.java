package dev.graft.backbone;

import dev.graft.data.PreparedSet;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What the frozen stages of a network give for a dataset, where that is more than memory has room for: computed once
 * per input, kept on disk, and read when a batch wants it. The system keeps in memory what there is room for, as it
 * would of a mapped file; but a file that another process cuts off costs a record here, where a mapping of it may cost
 * the process.
 */
public final class StoredFeatures implements AutoCloseable {
    private final Backbone backbone;
    private final PreparedSet data;
    private final int to;
    private final Precision precision;
    private final FeatureCache cache;
    private final byte[][] contents;
    private final int hits;

    private StoredFeatures(
            Backbone backbone,
            PreparedSet data,
            int to,
            Precision precision,
            FeatureCache cache,
            byte[][] contents,
            int hits) {
        this.backbone = backbone;
        this.data = data;
        this.to = to;
        this.precision = precision;
        this.cache = cache;
        this.contents = contents;
        this.hits = hits;
    }

    /**
     * Runs stages 0 to {@code to} of a network whose weights are as they were loaded, for the inputs that are not known
     * yet.
     *
     * @param done is told after each batch how many inputs have been computed
     * @return nothing where not all of it can be kept
     */
    public static Optional<StoredFeatures> of(
            Backbone backbone, PreparedSet data, int to, Precision precision, Features.Keep keep, IntConsumer done)
            throws IOException {
        Optional<FeatureCache> opened = Features.cache(backbone, to, precision, keep);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        FeatureCache cache = opened.get();
        boolean whole = false;
        try {
            byte[][] contents = data.contents();
            int[] twin = PreparedSet.twins(contents);
            List<Integer> missing = new ArrayList<>();
            for (int i = 0; i < twin.length; i++) {
                if (twin[i] == i && !cache.knows(contents[i])) {
                    missing.add(i);
                }
            }
            Features.compute(backbone, data, to, precision, opened, missing, contents, (i, row) -> {}, done);
            whole = missing.stream().allMatch(i -> cache.knows(contents[i]));
            int hits = data.size() - missing.size();
            return whole
                    ? Optional.of(new StoredFeatures(backbone, data, to, precision, cache, contents, hits))
                    : Optional.empty();
        } finally {
            if (!whole) {
                cache.close();
            }
        }
    }

    /** How many were known before. */
    public int hits() {
        return hits;
    }

    /** An example's features as they are on disk; nothing if they were lost there. May be called on any thread. */
    public Optional<float[]> read(int example) throws IOException {
        return cache.get(contents[example]);
    }

    /** An example's features, computed again by itself. */
    public float[] compute(int example) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            boolean last = to == backbone.stages().count();
            return Features.run(backbone, data, new int[] {example}, to, precision, last)
                    .get(0);
        }
    }

    @Override
    public void close() {
        try {
            cache.close();
        } catch (IOException e) {
            System.getLogger(StoredFeatures.class.getName()).log(System.Logger.Level.DEBUG, "a cache stays open", e);
        }
    }
}
