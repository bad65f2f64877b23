package dev.graft.transfer;

import dev.graft.adapter.Adapter;
import dev.graft.adapter.AdapterShape;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Origin;
import dev.graft.base.Build;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.PreparedSet;
import dev.graft.data.Split;
import dev.graft.data.Watch;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Tensor;
import dev.graft.model.Model;
import dev.graft.model.Provenance;
import dev.graft.train.Fit;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.Settings;
import dev.graft.train.Trains;
import dev.graft.train.Within;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** A transfer at work: from a strategy and data to a model. What one task and several have in common. */
abstract class Fitting {
    static final int VALIDATION_FROM = 200;
    private static final double VALIDATION_SHARE = 0.1;

    private static final int SAMPLE = 512; // sixteen batches, which a loader sorts by length together

    final Transfer transfer;
    final long seed;

    Fitting(Transfer transfer, long seed) {
        this.transfer = transfer;
        this.seed = seed;
    }

    /**
     * A network about to learn.
     *
     * @param plan that is left to be carried out
     * @param train what each stream of the fit is to learn from, of which the fit may have a part
     * @param valid what epochs are judged by, where they are
     * @param loading seconds that the opening of the network took
     * @param preparing seconds that the preparation of the fit's part took
     * @param making what becomes of it once it has learned
     */
    record Ready(
            Fit fit,
            Plan plan,
            Map<String, Dataset<?>> train,
            Map<String, Dataset<?>> valid,
            double loading,
            double preparing,
            Making making) {
        void close() {
            fit.outputs().values().forEach(output -> output.head().close());
            fit.adapter().close();
            fit.body().close();
        }
    }

    interface Making {
        /** @param began when the run did, by {@link System#nanoTime} */
        Fitted of(Ready learned, long began) throws IOException;
    }

    interface Work<T> {
        T of(Ready ready) throws IOException;
    }

    /** Opens and prepares everything; the work closes the network, or hands it on. @param most examples to prepare */
    abstract <T> T with(int most, Work<T> work) throws IOException;

    Fitted run() throws IOException {
        long began = System.nanoTime();
        return with(Integer.MAX_VALUE, ready -> {
            ready.fit().run(ready.plan());
            return ready.making().of(ready, began);
        });
    }

    /** What it would take; nothing is left of the network that it was tried on. */
    Rehearsed rehearse(double limit, LongSupplier clock) throws IOException {
        long began = clock.getAsLong();
        return with(SAMPLE, ready -> {
            int prepared = prepared(ready.fit());
            double more = ready.preparing() * (size(ready.train()) - prepared) / prepared;
            double opening = (clock.getAsLong() - began) / 1e9 + more;
            List<Integer> each =
                    ready.train().values().stream().map(Dataset::size).toList();
            Rehearsed rehearsed = new Pilot(ready.fit(), ready.plan())
                    .of(each, size(ready.valid()), opening, ready.loading(), limit, clock);
            ready.close();
            return rehearsed;
        });
    }

    static int size(Map<String, Dataset<?>> data) {
        return data.values().stream().mapToInt(Dataset::size).sum();
    }

    private static int prepared(Fit fit) {
        return fit.streams().values().stream().mapToInt(PreparedSet::size).sum();
    }

    /** A training part, and what is held back of it to judge by. */
    static <S> Split<S> held(Dataset<S> all, long seed) throws IOException {
        return all.split(1 - VALIDATION_SHARE, seed);
    }

    /** How many examples epochs are judged by, where they are. */
    static int judged(int examples, Optional<Dataset<?>> valid) {
        return valid.map(Dataset::size).orElse(heldBack(examples, valid));
    }

    /** How many of so many examples these are. */
    static int heldBack(int examples, Optional<Dataset<?>> valid) {
        return valid.isPresent() || examples < VALIDATION_FROM ? 0 : (int) Math.round(VALIDATION_SHARE * examples);
    }

    /** The body with what its input takes from the training part. */
    final Backbone measured(Backbone body, Dataset<?> train) throws IOException {
        if (!body.input().unmeasured()) {
            return body;
        }
        try (Watch watch = Watch.open(transfer.run().progress().looking())) {
            return body.input(body.input().measured(train));
        }
    }

    /** Refuses a plan that would train the head alone because the network has none of what it wants to change. */
    final void mustChange(Backbone body, Plan plan) {
        for (Phase phase : plan.phases()) {
            Within within = phase.trains().within();
            List<String> stages =
                    phase.trains().names().stream().filter(Trains::isStage).toList();
            boolean any = within == Within.ALL
                    || stages.stream()
                            .anyMatch(
                                    name -> !within.of(body.stage(body.stages().index(name)), "")
                                            .isEmpty());
            Check.that(
                    stages.isEmpty() || any,
                    "strategy " + transfer.strategy().name() + " finds nothing in " + body.name()
                            + " that it could train, which has no " + within + "; choose another --strategy");
        }
    }

    /** The strategy's, new; {@link Adapter#NONE} where it has none. */
    final Adapter adapter(Backbone body) {
        if (transfer.strategy().adapter().isEmpty()) {
            return Adapter.NONE;
        }
        AdapterShape shape = transfer.strategy().adapter().get();
        shape.leaves(body).ifPresent(transfer.run().progress()::note);
        Engine.seed(seed);
        return shape.on(body);
    }

    final Settings settings(Backbone body) {
        Transfer.Run run = transfer.run();
        Precision precision = run.precision().orElseGet(body::fastest);
        return new Settings(
                seed,
                precision,
                run.answers(body),
                run.keep(),
                run.checkpoints(),
                run.resume(),
                run.progress(),
                run.deadline());
    }

    /** A network in the middle of its learning, to be judged. */
    static Model now(Fit fit) {
        return new Model(fit.body(), fit.outputs(), List.of(), Precision.FP32, Provenance.UNKNOWN).with(fit.adapter());
    }

    static boolean trainsBody(Plan plan) {
        return plan.fresh() || trained(plan).stream().anyMatch(Trains::isStage);
    }

    /**
     * Where a model comes from.
     *
     * @param more of how it was trained than the strategy's settings
     * @param data fingerprint of what it was trained on
     * @param examples of these
     */
    final Provenance provenance(
            Backbone body, Fit fit, Map<String, Object> more, String data, int examples, boolean bodyTrained) {
        Origin origin = body.origin();
        Map<String, Object> how = new LinkedHashMap<>();
        how.put("name", transfer.strategy().name());
        how.putAll(transfer.strategy().settings());
        how.putAll(more);
        how.put("precision", fit.settings().precision().toString());
        how.putAll(fit.found());
        return new Provenance(
                Build.version(),
                origin.name(),
                origin.sha256(),
                origin.source(),
                origin.licence(),
                data,
                examples,
                how,
                fit.settings().seed(),
                Engine.threads(),
                Engine.describe(),
                bodyTrained);
    }

    /** @param plan as the strategy has it */
    static Fitted fitted(Model model, Ready learned, Plan plan, long began) {
        Fit fit = learned.fit();
        return new Fitted(
                model,
                count(fit, plan.phases().stream().map(Phase::trains).toList()),
                all(fit),
                fit.cacheHits(),
                fit.found(),
                fit.curve(),
                fit.lengths(),
                fit.streams().values().stream().mapToInt(PreparedSet::cut).sum(),
                size(learned.valid()),
                (System.nanoTime() - began) / 1e9);
    }

    private static Set<String> trained(Plan plan) {
        return plan.phases().stream()
                .map(Phase::trains)
                .flatMap(trains -> trains.names().stream())
                .collect(Collectors.toSet());
    }

    /** Numbers of body, heads and adapter. */
    private static long all(Fit fit) {
        List<String> parts =
                new ArrayList<>(fit.body().stages().top(fit.body().stages().count()));
        parts.add(Trains.ADAPTER);
        return count(fit, List.of(new Trains(parts)));
    }

    /** Numbers that some phases change, each counted once. */
    private static long count(Fit fit, List<Trains> phases) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        phases.forEach(trains ->
                trains.names().forEach(part -> all.putAll(fit.parts().parameters(trains, part))));
        return all.values().stream().mapToLong(Tensor::count).sum();
    }
}
