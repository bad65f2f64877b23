package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.backbone.Origin;
import dev.graft.backbone.Stages;
import dev.graft.base.Digest;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Fingerprint;
import dev.graft.data.PreparedSet;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.metric.Metric;
import dev.graft.model.Head;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.model.Provenance;
import dev.graft.model.Task;
import dev.graft.nn.Flow;
import dev.graft.train.Finish;
import dev.graft.train.Fit;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.Settings;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One transfer at work: from a strategy and data to a model. */
final class Fitting {
    static final String VERSION = "0.1.0";
    private static final int VALIDATION_FROM = 200;
    private static final double VALIDATION_SHARE = 0.1;

    private final Transfer transfer;
    private final Dataset<?> all;
    private final Optional<Dataset<?>> given;
    private final long seed;

    Fitting(Transfer transfer, Dataset<?> all, Optional<Dataset<?>> given, long seed) {
        this.transfer = transfer;
        this.all = all;
        this.given = given;
        this.seed = seed;
    }

    Fitted run() throws IOException {
        long began = System.nanoTime();
        Facts facts = Facts.of(all);
        Task task = transfer.task().of(all, facts);
        Backbone body = transfer.open();
        Head head = null;
        try (Teaching teaching = Teaching.open(transfer, body, task)) {
            Plan plan = teaching.taught(transfer.strategy().plan(body.stages(), facts));
            Dataset<?> train = all;
            Optional<Dataset<?>> valid = given;
            if (plan.finish() == Finish.BEST && valid.isEmpty() && all.size() >= VALIDATION_FROM) {
                Split<?> split = all.split(1 - VALIDATION_SHARE, seed);
                train = split.train();
                valid = Optional.of(split.test());
            }
            body = transfer.strategy().reading(body, train);
            PreparedSet prepared = PreparedSet.of(body.input(), train);
            head = newHead(task, body, facts);
            Fit fit = new Fit(
                    body, head, task, Map.of(Fit.LABELLED, prepared), judge(valid, body, task, plan), settings());
            fit.run(begun(body, plan));
            Model model = Model.of(body, task, head, answers(), provenance(body, plan, fit));
            return new Fitted(
                    model,
                    count(body, head, trained(plan)),
                    count(body, head, everything(body)),
                    fit.cacheHits(),
                    fit.found(),
                    fit.curve(),
                    prepared.cut(),
                    plan.finish() == Finish.BEST ? valid.map(Dataset::size).orElse(0) : 0,
                    (System.nanoTime() - began) / 1e9);
        } catch (IOException | RuntimeException e) {
            if (head != null) {
                head.close();
            }
            body.close();
            throw e;
        }
    }

    /** Gives the body what a file has for it; the plan that is left must not forget that. */
    private Plan begun(Backbone body, Plan plan) throws IOException {
        if (transfer.prior().init().isEmpty()) {
            return plan;
        }
        if (plan.fresh()) {
            body.forget(seed);
        }
        Path file = Path.of(transfer.prior().init().get());
        try (TensorFile tensors = WeightsFile.open(file)) {
            body.initialize(tensors, Digest.sha256(file))
                    .lines()
                    .forEach(transfer.run().progress()::note);
        }
        return new Plan(plan.phases(), plan.finish(), false);
    }

    private Head newHead(Task task, Backbone body, Facts facts) {
        Engine.seed(seed);
        try (Scope scope = Scope.open()) {
            return task.head(body.width(), transfer.strategy().head(body.input(), facts));
        }
    }

    private Settings settings() {
        Transfer.Run run = transfer.run();
        Precision precision = run.precision().orElse(Precision.fastest());
        return new Settings(seed, precision, answers(), run.keep(), run.checkpoints(), run.resume(), run.progress());
    }

    /** What frozen features are computed and answers are given in: fp32 unless bf16 was asked for. */
    private Precision answers() {
        return transfer.run().precision().orElse(Precision.FP32);
    }

    /** The task's main metric on the validation part; where the body stays as it is, its features are computed once. */
    private Optional<ToDoubleFunction<Fit>> judge(Optional<Dataset<?>> valid, Backbone body, Task task, Plan plan)
            throws IOException {
        if (valid.isEmpty() || plan.finish() != Finish.BEST) {
            return Optional.empty();
        }
        PreparedSet prepared = PreparedSet.of(body.input(), valid.get());
        Metric metric = task.metrics().get(0);
        Optional<float[][]> frozen = bodyTrained(plan) ? Optional.empty() : Optional.of(features(body, prepared));
        return Optional.of(fit -> {
            Model now = Model.of(fit.body(), fit.task(), fit.head(), Precision.FP32, Provenance.UNKNOWN);
            List<Prediction> answers = frozen.isPresent() ? decoded(now, frozen.get()) : now.predict(prepared);
            double value = metric.of(task.score(answers, prepared.targets()));
            return metric.higherIsBetter() ? value : -value;
        });
    }

    private float[][] features(Backbone body, PreparedSet prepared) throws IOException {
        return Features.of(
                        body,
                        prepared,
                        body.stages().count(),
                        answers(),
                        transfer.run().keep(),
                        done -> {})
                .rows();
    }

    private static List<Prediction> decoded(Model model, float[][] rows) {
        int width = rows[0].length;
        float[] all = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * width, width);
        }
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            return model.decode(Flow.of(Flow.POOLED, Tensor.of(all, rows.length, width)));
        }
    }

    private boolean bodyTrained(Plan plan) {
        return plan.fresh()
                || transfer.prior().init().isPresent()
                || trained(plan).stream().anyMatch(part -> !Stages.HEAD.equals(part));
    }

    private Provenance provenance(Backbone body, Plan plan, Fit fit) throws IOException {
        Origin origin = body.origin();
        Map<String, Object> how = new LinkedHashMap<>();
        how.put("name", transfer.strategy().name());
        how.putAll(Strategies.values((Record) transfer.strategy()));
        how.putAll(fit.found());
        return new Provenance(
                VERSION,
                origin.name(),
                origin.sha256(),
                origin.source(),
                origin.licence(),
                Fingerprint.of(all),
                all.size(),
                how,
                seed,
                Engine.threads(),
                Engine.describe(),
                bodyTrained(plan));
    }

    private static Set<String> trained(Plan plan) {
        return plan.phases().stream()
                .map(Phase::trains)
                .flatMap(trains -> trains.names().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> everything(Backbone body) {
        return Set.copyOf(body.stages().top(body.stages().count()));
    }

    private static long count(Backbone body, Head head, Set<String> parts) {
        long[] sum = new long[1];
        List<String> stages = body.stages().names();
        for (int i = 0; i < stages.size(); i++) {
            if (parts.contains(stages.get(i))) {
                body.stage(i).visit("", (name, tensor) -> sum[0] += tensor.count());
            }
        }
        if (parts.contains(Stages.HEAD)) {
            head.visit("", (name, tensor) -> sum[0] += tensor.count());
        }
        return sum[0];
    }
}
