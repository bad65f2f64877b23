package dev.graft.transfer;

import dev.graft.backbone.Features;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Engine;
import dev.graft.train.Fit;
import dev.graft.train.Plan;
import dev.graft.train.Rehearsal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Times a network that is about to learn, and spoils it. @param fit of some of its examples */
record Pilot(Fit fit, Plan plan) {
    private static final int LEAST = 64; // examples that phases are tried on
    private static final double FORWARD = 0.2; // share of the time for answers alone, and for what frozen stages give
    private static final double STEPS = 0.5;

    /** Some examples of a stream, at places of it. */
    private record Chunk(PreparedSet of, int[] places) {}

    /**
     * @param examples of each labelled stream that the plan is to learn from
     * @param judged examples that its epochs are judged by
     * @param opening seconds that it took until now
     * @param loading seconds of these for the network alone
     * @param limit seconds to be spent here, as far as it can be helped
     */
    Rehearsed of(List<Integer> examples, int judged, double opening, double loading, double limit, LongSupplier clock)
            throws IOException {
        int size = some().stream().mapToInt(PreparedSet::size).sum();
        double example = forward(chunks(some()), FORWARD * limit, clock);
        int least = Math.max(LEAST, chunk());
        double tried = Math.min(1, Math.max(least, FORWARD * limit / Math.max(example, 1e-9)) / size);
        Rehearsal rehearsal = new Rehearsal(examples, judged, example, (double) kept() / size, STEPS * limit, clock);
        long[] bytes = new long[1];
        fit.body().state().forEach((name, tensor) -> bytes[0] += Float.BYTES * tensor.count());
        return new Rehearsed(
                opening, loading, example, rehearsal.kept(), bytes[0], rehearsal.of(fit.trial(spread(tried)), plan));
    }

    private Collection<PreparedSet> some() {
        return fit.streams().values();
    }

    /** How many of the examples have features that an earlier run has kept. */
    private int kept() throws IOException {
        int kept = 0;
        for (PreparedSet set : some()) {
            kept += Features.kept(
                    fit.body(),
                    set,
                    top(),
                    fit.settings().featurePrecision(),
                    fit.settings().keep());
        }
        return kept;
    }

    private int top() {
        return fit.body().stages().count();
    }

    /** As many as keep every core at work. */
    private static int chunk() {
        return Features.BATCH * Engine.threads();
    }

    /** A share of each stream's examples. */
    private Map<String, PreparedSet> spread(double share) {
        Map<String, PreparedSet> some = new LinkedHashMap<>();
        fit.streams().forEach((name, set) -> {
            int count = Math.max(1, (int) Math.round(share * set.size()));
            some.put(name, set.subset(spread(count, set.size())));
        });
        return some;
    }

    /** So many places of a dataset, which may be sorted by class, in their order. */
    private static int[] spread(int count, int size) {
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * size / count))
                .toArray();
    }

    /** All of the examples, the streams by turns. */
    private static List<Chunk> chunks(Collection<PreparedSet> some) {
        List<Chunk> chunks = new ArrayList<>();
        int most = some.stream().mapToInt(PreparedSet::size).max().orElseThrow();
        for (int from = 0; from < most; from += chunk()) {
            for (PreparedSet set : some) {
                int[] places = IntStream.range(from, Math.min(from + chunk(), set.size()))
                        .toArray();
                if (places.length > 0) {
                    chunks.add(new Chunk(set, places));
                }
            }
        }
        return chunks;
    }

    /** Seconds for one example; the first chunk warms up. */
    private double forward(List<Chunk> chunks, double limit, LongSupplier clock) throws IOException {
        long began = clock.getAsLong();
        double spent = 0;
        int counted = 0;
        for (Chunk chunk : chunks) {
            if (counted > 0 && (clock.getAsLong() - began) / 1e9 >= limit) {
                break;
            }
            long before = clock.getAsLong();
            Features.of(
                    fit.body(),
                    chunk.of().subset(chunk.places()),
                    top(),
                    fit.settings().featurePrecision(),
                    Features.Keep.NOTHING,
                    done -> {});
            double took = (clock.getAsLong() - before) / 1e9;
            if (chunk != chunks.get(0) || chunks.size() == 1 || took > limit / 2) {
                spent += took;
                counted += chunk.places().length;
            }
        }
        return spent / counted;
    }
}
