package dev.graft.transfer;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Origin;
import dev.graft.base.Build;
import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Fingerprint;
import dev.graft.data.Joined;
import dev.graft.data.PreparedSet;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.metric.Metric;
import dev.graft.model.Model;
import dev.graft.model.Output;
import dev.graft.model.Provenance;
import dev.graft.model.Task;
import dev.graft.train.Fit;
import dev.graft.train.GradientSteps;
import dev.graft.train.Plan;
import dev.graft.train.Settings;
import dev.graft.train.TaskUncertainty;
import dev.graft.train.TaskWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Map<String, Dataset<?>> train = new LinkedHashMap<>();
    private final Map<String, Dataset<?>> valid = new LinkedHashMap<>();
    private final Map<String, Output> outputs = new LinkedHashMap<>();

    MultiFitting(
            MultiTask how, Map<String, ? extends Dataset<?>> data, Map<String, ? extends Dataset<?>> given, long seed) {
        this.how = how;
        this.transfer = how.transfer();
        this.data = new LinkedHashMap<>(data);
        this.given = new LinkedHashMap<>(given);
        this.seed = seed;
    }

    Model run() throws IOException {
        Check.that(
                transfer.prior().equals(Prior.NONE) && !transfer.strategy().needsTeacher(),
                "several tasks are learned without --init and --teacher; leave them out");
        Check.that(
                transfer.strategy().adapter().isEmpty(),
                "strategy " + transfer.strategy().name() + " learns one task; for several choose finetune");
        Map<String, Task> tasks = new LinkedHashMap<>();
        for (Map.Entry<String, Dataset<?>> one : data.entrySet()) {
            tasks.put(one.getKey(), transfer.task().of(one.getValue(), Facts.of(one.getValue())));
        }
        Backbone body = transfer.open();
        try (TaskUncertainty uncertainty = new TaskUncertainty(tasks)) {
            Plan plan = weighed(transfer.strategy().plan(body.stages(), facts()), uncertainty);
            share(plan);
            body = Fitting.measured(body, learned(), transfer.run());
            heads(tasks, body);
            Fit fit = new Fit(
                    body,
                    outputs,
                    how.power(),
                    Adapter.NONE,
                    prepared(body, train),
                    judge(body),
                    settings(body),
                    Optional.of(transfer::open));
            fit.run(plan);
            Provenance made = provenance(body, fit, plan);
            if (how.uncertainty()) {
                made = made.telling(Map.of(LEARNED_WEIGHTS, uncertainty.weights()));
            }
            return new Model(body, outputs, List.of(), transfer.run().answers(body), made);
        } catch (IOException | RuntimeException e) {
            outputs.values().forEach(output -> output.head().close());
            body.close();
            throw e;
        }
    }

    /** Of all together. */
    private Facts facts() {
        return Facts.of(data.values().stream().mapToInt(Dataset::size).sum(), 1);
    }

    private Plan weighed(Plan plan, TaskUncertainty uncertainty) {
        Check.that(
                plan.phases().stream().allMatch(phase -> phase.solver() instanceof GradientSteps),
                "strategy " + transfer.strategy().name()
                        + " solves for one task; choose one that trains by steps, as finetune");
        Plan byHand = how.weights().isEmpty() ? plan : plan.with(new TaskWeights(how.weights()));
        return how.uncertainty() ? byHand.with(uncertainty) : byHand;
    }

    /** Holds back a tenth of each dataset that is large enough and has no part to judge epochs by. */
    private void share(Plan plan) throws IOException {
        for (Map.Entry<String, Dataset<?>> one : data.entrySet()) {
            String name = one.getKey();
            Dataset<?> all = one.getValue();
            boolean judged = plan.finish().judges();
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

    private Dataset<?> learned() {
        return train.values().stream()
                .reduce((one, next) -> new Joined<>(one, next))
                .orElseThrow();
    }

    private void heads(Map<String, Task> tasks, Backbone body) {
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
    private Optional<ToDoubleFunction<Fit>> judge(Backbone body) throws IOException {
        Map<String, PreparedSet> held = prepared(body, valid);
        return held.isEmpty()
                ? Optional.empty()
                : Optional.of(fit -> held.entrySet().stream()
                        .mapToDouble(one -> judged(fit.body(), fit.outputs().get(one.getKey()), one.getValue()))
                        .average()
                        .orElseThrow());
    }

    private static double judged(Backbone body, Output output, PreparedSet held) {
        Model now = Model.of(body, output.task(), output.head(), Precision.FP32, Provenance.UNKNOWN);
        Metric metric = output.task().metrics().get(0);
        double value = metric.of(output.task().score(now.predict(held), held.targets()));
        return metric.higherIsBetter() ? value : -value;
    }

    private Settings settings(Backbone body) {
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

    private Provenance provenance(Backbone body, Fit fit, Plan plan) throws IOException {
        Origin origin = body.origin();
        Map<String, Object> used = new LinkedHashMap<>();
        used.put("name", transfer.strategy().name());
        used.putAll(transfer.strategy().settings());
        used.put("power", how.power());
        used.put("weights", how.weights());
        used.put("uncertainty", how.uncertainty());
        used.put("precision", fit.settings().precision().toString());
        used.putAll(fit.found());
        return new Provenance(
                Build.version(),
                origin.name(),
                origin.sha256(),
                origin.source(),
                origin.licence(),
                fingerprint(),
                data.values().stream().mapToInt(Dataset::size).sum(),
                used,
                seed,
                Engine.threads(),
                Engine.describe(),
                Fitting.trainsBody(plan));
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
