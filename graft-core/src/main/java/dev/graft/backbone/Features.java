package dev.graft.backbone;

import dev.graft.base.Shape;
import dev.graft.data.PreparedSet;
import dev.graft.data.TermsFile;
import dev.graft.engine.Autocast;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What the frozen stages of a network give for a dataset: computed once per input, on all cores, and kept.
 *
 * @param rows features of each example: D numbers at the end of the network, T times D inside it
 * @param hits how many came from the cache
 */
public record Features(float[][] rows, int hits) {
    /** Examples that are worked out at once. */
    public static final int BATCH = 16;

    /**
     * Where and whether features are kept between runs.
     *
     * @param folder empty for not at all
     * @param limit bytes that the folder may hold
     * @param memory bytes that the features of a dataset may take of the heap; more are read from the folder
     */
    public record Keep(Optional<Path> folder, long limit, long memory) {
        private static final int HEAP_SHARE = 3; // of the heap, one part in so many

        public static final Keep NOTHING = new Keep(Optional.empty(), 0);

        public Keep(Optional<Path> folder, long limit) {
            this(folder, limit, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        }
    }

    /**
     * Runs stages 0 to {@code to} of a network whose weights are as they were loaded.
     *
     * @param done is told after each batch how many inputs have been computed
     */
    public static Features of(
            Backbone backbone, PreparedSet data, int to, Precision precision, Keep keep, IntConsumer done)
            throws IOException {
        Optional<FeatureCache> cache = cache(backbone, to, precision, keep);
        try {
            return of(backbone, data, to, precision, cache, done);
        } finally {
            if (cache.isPresent()) {
                cache.get().close();
            }
        }
    }

    /** How many inputs have features that are kept: these need not be computed. As {@link #of} has them. */
    public static int kept(Backbone backbone, PreparedSet data, int to, Precision precision, Keep keep)
            throws IOException {
        Optional<FeatureCache> opened = cache(backbone, to, precision, keep);
        if (opened.isEmpty()) {
            return 0;
        }
        try (FeatureCache cache = opened.get()) {
            return (int) Arrays.stream(data.contents()).filter(cache::knows).count();
        }
    }

    /** Where the features of such stages are kept. */
    static Optional<FeatureCache> cache(Backbone backbone, int to, Precision precision, Keep keep) {
        String key = String.join(
                " ",
                "1",
                backbone.fingerprint(),
                backbone.input().fingerprint(),
                recipe(backbone),
                precision.name(),
                Integer.toString(to));
        return keep.folder().flatMap(folder -> FeatureCache.open(folder, key, keep.limit()));
    }

    private static Features of(
            Backbone backbone,
            PreparedSet data,
            int to,
            Precision precision,
            Optional<FeatureCache> cache,
            IntConsumer done)
            throws IOException {
        float[][] rows = new float[data.size()][];
        List<Integer> missing = new ArrayList<>();
        byte[][] contents = data.contents();
        int[] twin = PreparedSet.twins(contents); // equal inputs are computed once
        for (int i = 0; i < rows.length; i++) {
            if (twin[i] == i) {
                rows[i] = cache.isPresent() ? cache.get().get(contents[i]).orElse(null) : null;
                if (rows[i] == null) {
                    missing.add(i);
                }
            }
        }
        compute(backbone, data, to, precision, cache, missing, contents, (i, row) -> rows[i] = row, done);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rows[twin[i]];
        }
        return new Features(rows, rows.length - missing.size());
    }

    /** A place for the features of an input. */
    interface Sink {
        void put(int input, float[] row);
    }

    /** Computes what is missing of a dataset, on all cores; the cache gets it, too. */
    static void compute(
            Backbone backbone,
            PreparedSet data,
            int to,
            Precision precision,
            Optional<FeatureCache> cache,
            List<Integer> missing,
            byte[][] contents,
            Sink sink,
            IntConsumer done) {
        PreparedSet wanted =
                data.subset(missing.stream().mapToInt(Integer::intValue).toArray());
        List<int[]> batches = wanted.byLength(BATCH);
        AtomicInteger finished = new AtomicInteger();
        boolean last = to == backbone.stages().count();
        Parallel.run(batches.size(), b -> {
            int[] batch = batches.get(b);
            List<float[]> computed = run(backbone, wanted, batch, to, precision, last);
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < batch.length; i++) {
                sink.put(missing.get(batch[i]), computed.get(i));
                keys.add(contents[missing.get(batch[i])]);
            }
            cache.ifPresent(kept -> kept.put(keys, computed));
            done.accept(finished.addAndGet(batch.length));
        });
    }

    /** Of a batch, on this thread. @param last whether all stages are run */
    static List<float[]> run(
            Backbone backbone, PreparedSet data, int[] batch, int to, Precision precision, boolean last) {
        Flow out;
        try (Autocast half = Autocast.open(precision)) {
            out = backbone.run(data.batch(batch).inputs(), 0, to);
        }
        Tensor result = out.get(last ? Flow.POOLED : inside(out));
        float[] all = result.toFloats();
        int row = all.length / (int) result.size(0);
        int width = (int) result.size(-1);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < batch.length; i++) {
            int length =
                    out.has(Flow.MASK) && !last ? width * data.input(batch[i]).length() : row; // padding is not kept
            rows.add(Arrays.copyOfRange(all, i * row, i * row + length));
        }
        return rows;
    }

    private static String inside(Flow flow) {
        return flow.has(Flow.MAP) ? Flow.MAP : Flow.HIDDEN;
    }

    /** Shape of one example's map after stage {@code to}; empty where a network gives tokens of any number there. */
    public static Optional<Shape> map(Backbone backbone, PreparedSet data, int to) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Flow out = backbone.run(data.batch(new int[] {0}).inputs(), 0, to);
            if (!out.has(Flow.MAP)) {
                return Optional.empty();
            }
            long[] sizes = out.get(Flow.MAP).shape().sizes();
            return Optional.of(new Shape(Arrays.copyOfRange(sizes, 1, sizes.length)));
        }
    }

    private static String recipe(Backbone backbone) {
        return backbone.files().entrySet().stream()
                .filter(file -> !"tokenizer.json".equals(file.getKey()) && !TermsFile.NAME.equals(file.getKey()))
                .map(file -> file.getKey() + Arrays.hashCode(file.getValue()))
                .toList()
                .toString();
    }
}
