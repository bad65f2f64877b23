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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What the frozen stages of a network give for a dataset: computed once per input, on all cores, and kept.
 *
 * @param rows features of each example: D numbers at the end of the network, T times D inside it
 * @param hits how many came from the cache
 */
public record Features(float[][] rows, int hits) {
    /** Examples that are worked out at once. */
    public static final int BATCH = 16;

    /** Where and whether features are kept between runs. @param folder empty for not at all */
    public record Keep(Optional<Path> folder, long limit) {
        public static final Keep NOTHING = new Keep(Optional.empty(), 0);
    }

    /**
     * Runs stages 0 to {@code to} of a network whose weights are as they were loaded.
     *
     * @param done is told after each batch how many inputs have been computed
     */
    public static Features of(
            Backbone backbone, PreparedSet data, int to, Precision precision, Keep keep, IntConsumer done)
            throws IOException {
        String key = String.join(
                " ",
                "1",
                backbone.fingerprint(),
                backbone.input().fingerprint(),
                recipe(backbone),
                precision.name(),
                Integer.toString(to));
        Optional<FeatureCache> cache = keep.folder().flatMap(folder -> FeatureCache.open(folder, key, keep.limit()));
        try {
            return of(backbone, data, to, precision, cache, done);
        } finally {
            if (cache.isPresent()) {
                cache.get().close();
            }
        }
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
        Map<ByteBuffer, Integer> first = new HashMap<>(); // equal inputs are computed once
        List<Integer> missing = new ArrayList<>();
        int[] twin = new int[data.size()];
        byte[][] contents = new byte[data.size()][];
        IntStream.range(0, rows.length)
                .parallel()
                .forEach(i -> contents[i] = data.input(i).content());
        for (int i = 0; i < rows.length; i++) {
            byte[] content = contents[i];
            twin[i] = first.merge(ByteBuffer.wrap(content), i, (known, again) -> known);
            if (twin[i] == i) {
                rows[i] = cache.isPresent() ? cache.get().get(content).orElse(null) : null;
                if (rows[i] == null) {
                    missing.add(i);
                }
            }
        }
        compute(backbone, data, to, precision, cache, missing, contents, rows, done);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rows[twin[i]];
        }
        return new Features(rows, rows.length - missing.size());
    }

    private static void compute(
            Backbone backbone,
            PreparedSet data,
            int to,
            Precision precision,
            Optional<FeatureCache> cache,
            List<Integer> missing,
            byte[][] contents,
            float[][] rows,
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
                rows[missing.get(batch[i])] = computed.get(i);
                keys.add(contents[missing.get(batch[i])]);
            }
            cache.ifPresent(kept -> kept.put(keys, computed));
            done.accept(finished.addAndGet(batch.length));
        });
    }

    private static List<float[]> run(
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
