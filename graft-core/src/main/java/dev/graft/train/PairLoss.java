package dev.graft.train;

import dev.graft.data.Prepared;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Autocast;
import dev.graft.engine.Functional;
import dev.graft.engine.Precision;
import dev.graft.engine.Tensor;
import dev.graft.model.OneLabel;
import dev.graft.nn.Flow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Draws the features of one class together and those of two classes apart: the squared distance of the cosine of each
 * pair to 1 or 0. Both examples of a pair go through the body in one batch.
 */
final class PairLoss implements Objective {
    /** Steps after which the state is saved, where a phase has many. */
    private static final int SAVED_EVERY = 250;

    private final Fit fit;
    private final PreparedSet data;
    private final PairSampler sampler;
    private final int batchSize;
    private final int pairs;
    private final int epochs;

    /**
     * @param pairs all that the phase sees
     * @param batchSize pairs per step
     */
    PairLoss(Fit fit, int index, int pairs, int batchSize) {
        this.fit = fit;
        this.data = fit.labelled();
        this.batchSize = batchSize;
        this.pairs = pairs;
        OneLabel task = (OneLabel) fit.task();
        sampler = new PairSampler(
                data.targets().stream().mapToInt(task::index).toArray(),
                fit.settings().seed() * 31 + index);
        epochs = stretches(steps());
    }

    private int steps() {
        return (pairs + batchSize - 1) / batchSize;
    }

    @Override
    public int epochs() {
        return epochs;
    }

    private static int stretches(int steps) {
        return (steps + SAVED_EVERY - 1) / SAVED_EVERY;
    }

    /** Steps between two savings, of so many in all: stretches of about one length. */
    static int between(int steps) {
        int stretches = stretches(steps);
        return (steps + stretches - 1) / stretches;
    }

    @Override
    public int batches() {
        return between(steps());
    }

    /** Places in the stream of pairs; the last batch is as full as the others. */
    @Override
    public int[] batch(int epoch, int b) {
        int first = (epoch * batches() + b) * batchSize;
        return IntStream.range(first, first + Math.min(batchSize, pairs)).toArray();
    }

    @Override
    public Tensor loss(int epoch, int b, int[] piece, double progress) {
        PairSampler.Pair[] drawn = Arrays.stream(piece).mapToObj(sampler::pair).toArray(PairSampler.Pair[]::new);
        int n = drawn.length;
        int[] examples = IntStream.concat(
                        Arrays.stream(drawn).mapToInt(PairSampler.Pair::first),
                        Arrays.stream(drawn).mapToInt(PairSampler.Pair::second))
                .toArray();
        int[] distinct = Arrays.stream(examples).distinct().toArray();
        long seed = fit.seedFor(0, piece[0]);
        List<Prepared> seen = Arrays.stream(distinct)
                .mapToObj(i -> data.drawn(i, seed * 1_000_003 + i).ready())
                .toList();
        Tensor rows = features(data.batch(distinct, seen).inputs());
        float[] alike = new float[n];
        for (int i = 0; i < n; i++) {
            alike[i] = drawn[i].alike() ? 1 : 0;
        }
        return loss(rows.pick(0, places(examples, distinct)), Tensor.of(alike, n, 1));
    }

    /** Where each example's features stand: one that is in several pairs of a batch is worked out once. */
    private static Tensor places(int[] examples, int[] distinct) {
        Map<Integer, Long> place = new HashMap<>();
        for (int i = 0; i < distinct.length; i++) {
            place.put(distinct[i], (long) i);
        }
        long[] places = Arrays.stream(examples).mapToLong(place::get).toArray();
        return Tensor.of(places, places.length);
    }

    private Tensor features(Flow in) {
        try (Autocast half = Autocast.open(fit.settings().precision())) {
            return fit.body().run(in, 0, fit.body().stages().count()).get(Flow.POOLED);
        }
    }

    /**
     * The mean over the pairs.
     *
     * @param features (2N, D): the first of each pair, then the second of each
     * @param alike (N, 1): 1 for one class, 0 for two
     */
    static Tensor loss(Tensor features, Tensor alike) {
        try (Autocast full = Autocast.open(Precision.FP32)) {
            long n = alike.size(0);
            Tensor unit = features.div(features.norm(-1).atLeast(1e-12));
            Tensor cosine = unit.narrow(0, 0, n).mul(unit.narrow(0, n, n)).sum(-1, true);
            return Functional.meanSquaredError(cosine, alike);
        }
    }
}
