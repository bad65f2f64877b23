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
import dev.graft.engine.Scope;
import dev.graft.model.Model;
import dev.graft.model.Output;
import dev.graft.model.Provenance;
import dev.graft.model.Task;
import dev.graft.train.ConvexHead;
import dev.graft.train.Fit;
import dev.graft.train.GradientSteps;
import dev.graft.train.Judge;
import dev.graft.train.Plan;
import dev.graft.train.TaskUncertainty;
import dev.graft.train.TaskWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One network learning several tasks. */
final class MultiFitting extends Fitting {
    /** Name under which a model's provenance has what uncertainty made of the weights of the losses. */
    private static final String LEARNED_WEIGHTS = "learnedWeights";

    private final MultiTask how;
    private final Map<String, Dataset<?>> data;
    private final Map<String, Dataset<?>> given;

    MultiFitting(
            MultiTask how, Map<String, ? extends Dataset<?>> data, Map<String, ? extends Dataset<?>> given, long seed) {
        super(ofOneSize(how.transfer()), seed);
        this.how = how;
        this.data = new LinkedHashMap<>(data);
        this.given = new LinkedHashMap<>(given);
    }

    /** No size of pictures is looked for at which it answers best: each task might have its own. */
    private static Transfer ofOneSize(Transfer transfer) {
        Strategy strategy = transfer.strategy();
        return strategy.sizes() ? transfer.by(strategy.with("sizes", false)) : transfer;
    }

    @Override
    <T> T with(int most, Work<T> work) throws IOException {
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
            body = measured(body, Joined.all(train.values()));
            long preparing = System.nanoTime();
            Map<String, PreparedSet> prepared = prepared(body, Thinned.each(train, most, seed));
            double took = (System.nanoTime() - preparing) / 1e9;
            mustChange(body, plan);
            adapter = adapter(body);
            heads(tasks, body, outputs);
            Fit fit = new Fit(
                    body,
                    outputs,
                    how.power(),
                    adapter,
                    prepared,
                    judge(valid, body),
                    settings(body),
                    Optional.of(transfer::open));
            return work.of(new Ready(
                    fit, plan, train, valid, loaded, took, (learned, began) -> fitted(learned, uncertainty, began)));
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
            } else if (judged && all.size() >= VALIDATION_FROM) {
                Split<?> split = held(all, seed);
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
    private static Optional<Judge> judge(Map<String, Dataset<?>> valid, Backbone body) throws IOException {
        Map<String, Validation> each = new LinkedHashMap<>();
        for (Map.Entry<String, Dataset<?>> one : valid.entrySet()) {
            each.put(one.getKey(), Validation.of(body, one.getValue()));
        }
        return each.isEmpty()
                ? Optional.empty()
                : Optional.of(new Judge(
                        fit -> each.entrySet().stream()
                                .mapToDouble(one -> one.getValue().of(now(fit).answering(one.getKey())))
                                .average()
                                .orElseThrow(),
                        valid.values().stream().mapToInt(Dataset::size).min().orElseThrow()));
    }

    private Fitted fitted(Ready learned, TaskUncertainty uncertainty, long began) throws IOException {
        Fit fit = learned.fit();
        Plan plan = learned.plan();
        Backbone body = fit.body();
        Map<String, Object> used = new LinkedHashMap<>();
        used.put("power", how.power());
        used.put("weights", how.weights());
        used.put("uncertainty", how.uncertainty());
        Provenance made = provenance(body, fit, used, fingerprint(), size(data), trainsBody(plan));
        Model model = new Model(body, fit.outputs(), List.of(), transfer.run().answers(body), made).with(fit.adapter());
        Fitted fitted = fitted(model, learned, plan, began);
        return how.uncertainty() && fit.curve().size() > 0
                ? fitted.telling(Map.of(LEARNED_WEIGHTS, uncertainty.weights()))
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
