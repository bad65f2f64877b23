package dev.graft.transfer;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Engine;
import dev.graft.model.Head;
import dev.graft.model.Task;
import dev.graft.train.Fit;
import dev.graft.train.Plan;
import dev.graft.train.Rehearsal;
import dev.graft.train.Settings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Times a network that is about to learn, and spoils it. */
record Pilot(Backbone body, Head head, Adapter adapter, Task task, Plan plan, Settings settings, Fit.Opening again) {
    private static final int LEAST = 64; // examples that phases are tried on
    private static final double FORWARD = 0.2; // share of the time for answers alone, and for what frozen stages give
    private static final double STEPS = 0.5;

    /**
     * @param examples that the plan is to learn from
     * @param judged examples that its epochs are judged by
     * @param some of these examples
     * @param opening seconds that it took until now
     * @param loading seconds of these for the network alone
     * @param limit seconds to be spent here, as far as it can be helped
     */
    Rehearsed of(
            int examples,
            int judged,
            PreparedSet some,
            double opening,
            double loading,
            double limit,
            LongSupplier clock)
            throws IOException {
        double example = forward(some, FORWARD * limit, clock);
        int least = Math.max(LEAST, chunk());
        int fit = (int) Math.min(some.size(), Math.max(least, FORWARD * limit / Math.max(example, 1e-9)));
        PreparedSet tried = some.subset(spread(fit, some.size()));
        double kept =
                (double) Features.kept(body, some, body.stages().count(), settings.featurePrecision(), settings.keep())
                        / some.size();
        Rehearsal rehearsal = new Rehearsal(examples, judged, example, kept, STEPS * limit, clock);
        Fit run = new Fit(
                body,
                head,
                adapter,
                task,
                Map.of(Fit.LABELLED, tried),
                Optional.empty(),
                settings.uncached(),
                Optional.of(again));
        long[] bytes = new long[1];
        body.state().forEach((name, tensor) -> bytes[0] += Float.BYTES * tensor.count());
        return new Rehearsed(opening, loading, example, kept, bytes[0], rehearsal.of(run, plan));
    }

    /** As many as keep every core at work. */
    private static int chunk() {
        return Features.BATCH * Engine.threads();
    }

    /** So many places of a dataset, which may be sorted by class, in their order. */
    private static int[] spread(int count, int size) {
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * size / count))
                .toArray();
    }

    /** Seconds for one example; the first chunk warms up. */
    private double forward(PreparedSet some, double limit, LongSupplier clock) throws IOException {
        long began = clock.getAsLong();
        double spent = 0;
        int counted = 0;
        for (int from = 0;
                from < some.size() && (counted == 0 || (clock.getAsLong() - began) / 1e9 < limit);
                from += chunk()) {
            int[] chunk =
                    IntStream.range(from, Math.min(from + chunk(), some.size())).toArray();
            long before = clock.getAsLong();
            Features.of(
                    body,
                    some.subset(chunk),
                    body.stages().count(),
                    settings.featurePrecision(),
                    Features.Keep.NOTHING,
                    done -> {});
            double took = (clock.getAsLong() - before) / 1e9;
            if (from > 0 || some.size() <= chunk() || took > limit / 2) {
                spent += took;
                counted += chunk.length;
            }
        }
        return spent / counted;
    }
}
