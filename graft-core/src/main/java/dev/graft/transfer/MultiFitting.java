package dev.graft.transfer;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Fingerprint;
import dev.graft.data.Joined;
import dev.graft.data.PreparedSet;
import dev.graft.data.Split;
import dev.graft.data.Thinned;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.model.Model;
import dev.graft.model.Output;
import dev.graft.model.Provenance;
import dev.graft.model.Task;
import dev.graft.train.ConvexHead;
import dev.graft.train.Fit;
import dev.graft.train.GradientSteps;
import dev.graft.train.Plan;
import dev.graft.train.TaskUncertainty;
import dev.graft.train.TaskWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** One network learning several tasks: from a strategy and datasets to a model. */
final class MultiFitting {
    /** Name under which a model's provenance has what uncertainty made of the weights of the losses. */
    private static final String LEARNED_WEIGHTS = "learnedWeights";

    private final MultiTask how;
    private final Transfer transfer;
    private final Map<String, Dataset<?>> data;
    private final Map<String, Dataset<?>> given;
    private final long seed;

    MultiFitting(
            MultiTask how, Map<String, ? extends Dataset<?>> data, Map<String, ? extends Dataset<?>> given, long seed) {
        Strategy strategy = how.transfer().strategy();
        this.how = how;
        this.transfer = strategy.sizes() ? how.transfer().by(strategy.with("sizes", false)) : how.transfer();
        this.data = new LinkedHashMap<>(data);
        this.given = new LinkedHashMap<>(given);
        this.seed = seed;
    }

    /**
     * A network about to learn.
     *
     * @param train what each output is to learn from, of which the fit may have a part
     * @param valid what epochs are judged by, where they are
     * @param loading seconds that the opening of the network took
     * @param preparing seconds that the preparation of the fit's part took
     */
    private record Ready(
            Fit fit,
            Plan plan,
            TaskUncertainty uncertainty,
            Map<String, Dataset<?>> train,
            Map<String, Dataset<?>> valid,
            double loading,
            double preparing) {
        void close() {
            fit.outputs().values().forEach(output -> output.head().close());
            fit.adapter().close();
            fit.body().close();
        }
    }

    private interface Work<T> {
        T of(Ready ready) throws IOException;
    }

    Fitted run() throws IOException {
        long began = System.nanoTime();
        return with(Integer.MAX_VALUE, ready -> {
            ready.fit().run(ready.plan());
            return fitted(ready, began);
        });
    }

    /** What it would take; nothing is left of the network that it was tried on. */
    Rehearsed rehearse(double limit, LongSupplier clock) throws IOException {
        long began = clock.getAsLong();
        return with(Fitting.SAMPLE, ready -> {
            Fit fit = ready.fit();
            int all = size(ready.train());
            int prepared = prepared(fit);
            double more = ready.preparing() * (all - prepared) / prepared;
            double opening = (clock.getAsLong() - began) / 1e9 + more;
            List<Integer> each =
                    ready.train().values().stream().map(Dataset::size).toList();
            Rehearsed rehearsed =
                    new Pilot(fit, ready.plan()).of(each, size(ready.valid()), opening, ready.loading(), limit, clock);
            ready.close();
            return rehearsed;
        });
    }

    private static int size(Map<String, Dataset<?>> data) {
        return data.values().stream().mapToInt(Dataset::size).sum();
    }

    private static int prepared(Fit fit) {
        return fit.streams().values().stream().mapToInt(PreparedSet::size).sum();
    }

    /** Opens and prepares everything; the work closes the network, or hands it on. @param most examples to prepare */
    private <T> T with(int most, Work<T> work) throws IOException {
        Check.that(
                transfer.prior().equals(Prior.NONE),
                "several tasks are learned without --init and --teacher; leave them out");
        Check.that(!transfer.strategy().needsTeacher(), oneTask());
        Map<String, Task> tasks = new LinkedHashMap<>();
        for (Map.Entry<String, Dataset<?>> one : data.entrySet()) {
            tasks.put(one.getKey(), transfer.task().of(one.getValue(), Facts.of(one.getValue())));
        }
        long loading = System.nanoTime();
        Backbone body = transfer.open();
        double loaded = (System.nanoTime() - loading) / 1e9;
        Map<String, Output> outputs = new LinkedHashMap<>();
        Adapter adapter = Adapter.NONE;
        try (TaskUncertainty uncertainty = new TaskUncertainty(tasks)) {
            Plan plan = weighed(transfer.strategy().plan(body.stages(), Facts.of(size(data), 1)), uncertainty)
                    .lasting(transfer.run().lengths());
            Map<String, Dataset<?>> train = new LinkedHashMap<>();
            Map<String, Dataset<?>> valid = new LinkedHashMap<>();
            divide(plan, train, valid);
            body = Fitting.measured(body, Joined.all(train.values()), transfer.run());
            long preparing = System.nanoTime();
            Map<String, PreparedSet> prepared = prepared(body, Thinned.each(train, most, seed));
            double took = (System.nanoTime() - preparing) / 1e9;
            Fitting.mustChange(transfer, body, plan);
            adapter = Fitting.adapter(transfer, body, seed);
            heads(tasks, body, outputs);
            Fit fit = new Fit(
                    body,
                    outputs,
                    how.power(),
                    adapter,
                    prepared,
                    judge(valid, body),
                    Fitting.settings(transfer, body, seed),
                    Optional.of(transfer::open));
            return work.of(new Ready(fit, plan, uncertainty, train, valid, loaded, took));
        } catch (IOException | RuntimeException e) {
            outputs.values().forEach(output -> output.head().close());
            adapter.close();
            body.close();
            throw e;
        }
    }

    private Plan weighed(Plan plan, TaskUncertainty uncertainty) {
        Check.that(
                plan.phases().stream()
                        .allMatch(phase ->
                                phase.solver() instanceof GradientSteps || phase.solver() instanceof ConvexHead),
                oneTask());
        Plan byHand = how.weights().isEmpty() ? plan : plan.with(new TaskWeights(how.weights()));
        return how.uncertainty() ? byHand.with(uncertainty) : byHand;
    }

    private String oneTask() {
        return "strategy " + transfer.strategy().name() + " learns one task; for several choose finetune";
    }

    /** Where epochs are judged, holds back a tenth of each dataset that is large enough and has no part to judge by. */
    private void divide(Plan plan, Map<String, Dataset<?>> train, Map<String, Dataset<?>> valid) throws IOException {
        boolean judged = plan.finish().judges();
        for (Map.Entry<String, Dataset<?>> one : data.entrySet()) {
            String name = one.getKey();
            Dataset<?> all = one.getValue();
            train.put(name, all);
            if (judged && given.containsKey(name)) {
                valid.put(name, given.get(name));
            } else if (judged && all.size() >= Fitting.VALIDATION_FROM) {
                Split<?> split = Fitting.held(all, seed);
                train.put(name, split.train());
                valid.put(name, split.test());
            }
        }
    }

    private void heads(Map<String, Task> tasks, Backbone body, Map<String, Output> outputs) {
        Engine.seed(seed);
        try (Scope scope = Scope.open()) {
            tasks.forEach((name, task) -> outputs.put(
                    name,
                    new Output(task, task.head(body.width(), transfer.strategy().head()))));
        }
    }

    private static Map<String, PreparedSet> prepared(Backbone body, Map<String, Dataset<?>> data) throws IOException {
        Map<String, PreparedSet> prepared = new LinkedHashMap<>();
        for (Map.Entry<String, Dataset<?>> one : data.entrySet()) {
            prepared.put(one.getKey(), PreparedSet.of(body.input(), one.getValue()));
        }
        return prepared;
    }

    /** The mean of the tasks' main metrics on what was held back. */
    private static Optional<ToDoubleFunction<Fit>> judge(Map<String, Dataset<?>> valid, Backbone body)
            throws IOException {
        Map<String, Validation> each = new LinkedHashMap<>();
        for (Map.Entry<String, Dataset<?>> one : valid.entrySet()) {
            each.put(one.getKey(), Validation.of(body, one.getValue()));
        }
        return each.isEmpty()
                ? Optional.empty()
                : Optional.of(fit -> each.entrySet().stream()
                        .mapToDouble(one -> one.getValue().of(now(fit).answering(one.getKey())))
                        .average()
                        .orElseThrow());
    }

    private static Model now(Fit fit) {
        return new Model(fit.body(), fit.outputs(), List.of(), Precision.FP32, Provenance.UNKNOWN).with(fit.adapter());
    }

    private Fitted fitted(Ready ready, long began) throws IOException {
        Fit fit = ready.fit();
        Backbone body = fit.body();
        Map<String, Object> used = new LinkedHashMap<>();
        used.put("power", how.power());
        used.put("weights", how.weights());
        used.put("uncertainty", how.uncertainty());
        Provenance made = Fitting.provenance(
                transfer, body, fit, used, fingerprint(), size(data), Fitting.trainsBody(ready.plan()));
        Model model = new Model(body, fit.outputs(), List.of(), transfer.run().answers(body), made).with(fit.adapter());
        Fitted fitted = new Fitted(
                model,
                Fitting.trained(fit, ready.plan()),
                Fitting.all(fit),
                fit.cacheHits(),
                fit.found(),
                fit.curve(),
                fit.lengths(),
                fit.streams().values().stream().mapToInt(PreparedSet::cut).sum(),
                size(ready.valid()),
                (System.nanoTime() - began) / 1e9);
        return how.uncertainty() && fit.curve().size() > 0
                ? fitted.telling(Map.of(LEARNED_WEIGHTS, ready.uncertainty().weights()))
                : fitted;
    }

    private String fingerprint() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, Dataset<?>> one : data.entrySet()) {
            all.append(one.getKey())
                    .append(' ')
                    .append(Fingerprint.of(one.getValue()))
                    .append('\n');
        }
        return Digest.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
