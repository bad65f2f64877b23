package dev.graft.transfer;

import dev.graft.adapter.Adapter;
import dev.graft.adapter.AdapterShape;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Initialization;
import dev.graft.backbone.Origin;
import dev.graft.base.Build;
import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Fingerprint;
import dev.graft.data.PreparedSet;
import dev.graft.data.Split;
import dev.graft.data.Thinned;
import dev.graft.data.Watch;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import dev.graft.model.Model;
import dev.graft.model.Provenance;
import dev.graft.model.Task;
import dev.graft.train.Fit;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.RateCurve;
import dev.graft.train.RateFinder;
import dev.graft.train.Settings;
import dev.graft.train.Trains;
import dev.graft.train.Within;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One transfer at work: from a strategy and data to a model. */
final class Fitting {
    static final int VALIDATION_FROM = 200;
    private static final double VALIDATION_SHARE = 0.1;
    /** Name under which a model's provenance tells what was taken over, skipped and left at random. */
    private static final String INITIALIZATION = "initialization";

    static final int SAMPLE = 512; // sixteen batches, which a loader sorts by length together

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

    /**
     * A network about to learn.
     *
     * @param plan that is left to be carried out
     * @param whole as the strategy has it
     * @param train what it is to learn from, of which {@code prepared} may be a part
     * @param loading seconds that the opening of the network took
     * @param preparing seconds that the preparation of these took
     * @param valid examples that epochs are judged by
     * @param begun what it took over of other weights
     */
    private record Ready(
            Backbone body,
            Head head,
            Adapter adapter,
            Task task,
            Fit fit,
            Plan plan,
            Plan whole,
            Dataset<?> train,
            PreparedSet prepared,
            double loading,
            double preparing,
            Optional<Dataset<?>> valid,
            Optional<Initialization> begun) {
        int validation() {
            return plan.finish().judges() ? valid.map(Dataset::size).orElse(0) : 0;
        }

        void close() {
            head.close();
            adapter.close();
            body.close();
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

    /** How the loss goes with the learning rate; nothing is left of the network that it was tried on. */
    RateCurve rates() throws IOException {
        double rate = transfer.strategy().rate();
        return with(Integer.MAX_VALUE, ready -> {
            Check.that(
                    RateFinder.phase(ready.plan()) >= 0,
                    "strategy " + transfer.strategy().name()
                            + " is solved exactly and has no learning rate to be found; choose --strategy finetune");
            RateCurve curve = RateFinder.search(ready.fit(), ready.plan(), rate);
            ready.close();
            return curve;
        });
    }

    /** What it would take; nothing is left of the network that it was tried on. */
    Rehearsed rehearse(double limit, LongSupplier clock) throws IOException {
        long began = clock.getAsLong();
        return with(SAMPLE, ready -> {
            int all = ready.train().size();
            double more = ready.preparing()
                    * (all - ready.prepared().size())
                    / ready.prepared().size();
            double opening = (clock.getAsLong() - began) / 1e9 + more;
            Rehearsed rehearsed = new Pilot(ready.fit(), ready.plan())
                    .of(List.of(all), ready.validation(), opening, ready.loading(), limit, clock);
            ready.close();
            return rehearsed;
        });
    }

    /** A training part, and what is held back of it to judge by. */
    static <S> Split<S> held(Dataset<S> all, long seed) throws IOException {
        return all.split(1 - VALIDATION_SHARE, seed);
    }

    /** How many examples epochs are judged by, where they are. */
    static int judged(int examples, Optional<Dataset<?>> valid) {
        int held = examples < VALIDATION_FROM ? 0 : (int) Math.round(VALIDATION_SHARE * examples);
        return valid.map(Dataset::size).orElse(held);
    }

    /** Opens and prepares everything; the work closes the network, or hands it on. @param most examples to prepare */
    private <T> T with(int most, Work<T> work) throws IOException {
        Teaching.check(transfer);
        Facts facts = Facts.of(all);
        Task task = transfer.task().of(all, facts);
        long loading = System.nanoTime();
        Backbone body = transfer.open();
        double loaded = (System.nanoTime() - loading) / 1e9;
        Head head = null;
        Adapter adapter = Adapter.NONE;
        try (Teaching teaching = Teaching.open(transfer)) {
            Plan own = transfer.strategy().plan(body.stages(), facts);
            Dataset<?> train = all;
            Optional<Dataset<?>> valid = given;
            if (own.finish().judges() && valid.isEmpty() && all.size() >= VALIDATION_FROM) {
                Split<?> split = held(all, seed);
                train = split.train();
                valid = Optional.of(split.test());
            }
            body = measured(transfer.strategy().reading(body, train), train, transfer.run());
            long preparing = System.nanoTime();
            Dataset<?> used = Thinned.of(train, most, seed);
            PreparedSet prepared = PreparedSet.of(body.input(), used);
            Plan plan = teaching.taught(own, body, task, used, seed)
                    .lasting(transfer.run().lengths());
            double took = (System.nanoTime() - preparing) / 1e9; // with a teacher's answers
            Optional<Initialization> begun = begun(body);
            Plan ready = begun.isPresent() ? new Plan(plan.phases(), plan.finish(), false) : plan; // not to forget it
            mustChange(transfer, body, plan);
            adapter = adapter(transfer, body, seed);
            head = newHead(task, body, facts);
            Fit fit = new Fit(
                    body,
                    head,
                    adapter,
                    task,
                    Map.of(Fit.LABELLED, prepared),
                    judge(valid, body, plan),
                    settings(transfer, body, seed),
                    Optional.of(transfer::open));
            return work.of(new Ready(
                    body, head, adapter, task, fit, ready, plan, train, prepared, loaded, took, valid, begun));
        } catch (IOException | RuntimeException e) {
            if (head != null) {
                head.close();
            }
            adapter.close();
            body.close();
            throw e;
        }
    }

    /** The body with what its input takes from the training part. */
    static Backbone measured(Backbone body, Dataset<?> train, Transfer.Run run) throws IOException {
        if (!body.input().unmeasured()) {
            return body;
        }
        try (Watch watch = Watch.open(run.progress().looking())) {
            return body.input(body.input().measured(train));
        }
    }

    /** Refuses a plan that would train the head alone because the network has none of what it wants to change. */
    static void mustChange(Transfer transfer, Backbone body, Plan plan) {
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

    private Fitted fitted(Ready ready, long began) throws IOException {
        Fit fit = ready.fit();
        Optional<AnsweringSize> size = transfer.strategy().sizes() && ready.validation() > 0
                ? AnsweringSize.of(fit, ready.valid().orElseThrow())
                : Optional.empty();
        Backbone body = size.map(AnsweringSize::body).orElse(ready.body());
        Provenance provenance = provenance(body, ready.whole(), fit);
        Model model = Model.of(body, ready.task(), ready.head(), transfer.run().answers(body), provenance)
                .with(ready.adapter());
        Fitted fitted = new Fitted(
                model,
                trained(fit, ready.whole()),
                all(fit),
                fit.cacheHits(),
                fit.found(),
                fit.curve(),
                fit.lengths(),
                ready.prepared().cut(),
                ready.validation(),
                (System.nanoTime() - began) / 1e9);
        Map<String, Object> more =
                new LinkedHashMap<>(size.map(AnsweringSize::found).orElse(Map.of()));
        ready.begun().ifPresent(begun -> more.put(INITIALIZATION, begun.json()));
        return more.isEmpty() ? fitted : fitted.telling(more);
    }

    /** Begins at random, then gives the body what a file has for it. */
    private Optional<Initialization> begun(Backbone body) throws IOException {
        if (transfer.prior().init().isEmpty()) {
            return Optional.empty();
        }
        body.forget(seed);
        Path file = Path.of(transfer.prior().init().get());
        try (TensorFile tensors = WeightsFile.open(file)) {
            Initialization made = body.initialize(tensors, Digest.sha256(file));
            made.lines().forEach(transfer.run().progress()::note);
            return Optional.of(made);
        }
    }

    private Head newHead(Task task, Backbone body, Facts facts) {
        Engine.seed(seed);
        try (Scope scope = Scope.open()) {
            return task.head(body.width(), transfer.strategy().head(body.input(), facts));
        }
    }

    /** The strategy's, new; {@link Adapter#NONE} where it has none. */
    static Adapter adapter(Transfer transfer, Backbone body, long seed) {
        if (transfer.strategy().adapter().isEmpty()) {
            return Adapter.NONE;
        }
        AdapterShape shape = transfer.strategy().adapter().get();
        shape.leaves(body).ifPresent(transfer.run().progress()::note);
        Engine.seed(seed);
        return shape.on(body);
    }

    static Settings settings(Transfer transfer, Backbone body, long seed) {
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

    /** The task's main metric on the validation part; where the body stays as it is, its features are computed once. */
    private Optional<ToDoubleFunction<Fit>> judge(Optional<Dataset<?>> valid, Backbone body, Plan plan)
            throws IOException {
        if (valid.isEmpty() || !plan.finish().judges()) {
            return Optional.empty();
        }
        Validation validation = Validation.of(body, valid.get());
        Optional<float[][]> frozen =
                bodyTrained(plan) || transfer.strategy().adapter().isPresent()
                        ? Optional.empty()
                        : Optional.of(validation.features(body, transfer.run()));
        return Optional.of(fit -> {
            Model now = Model.of(fit.body(), fit.task(), fit.head(), Precision.FP32, Provenance.UNKNOWN)
                    .with(fit.adapter());
            return frozen.isPresent() ? validation.of(now, frozen.get()) : validation.of(now);
        });
    }

    private boolean bodyTrained(Plan plan) {
        return transfer.prior().init().isPresent() || trainsBody(plan);
    }

    static boolean trainsBody(Plan plan) {
        return plan.fresh() || trained(plan).stream().anyMatch(Trains::isStage);
    }

    private Provenance provenance(Backbone body, Plan plan, Fit fit) throws IOException {
        return provenance(transfer, body, fit, Map.of(), Fingerprint.of(all), all.size(), bodyTrained(plan));
    }

    /**
     * Where a model comes from.
     *
     * @param more of how it was trained than the strategy's settings
     * @param data fingerprint of what it was trained on
     * @param examples of these
     */
    static Provenance provenance(
            Transfer transfer,
            Backbone body,
            Fit fit,
            Map<String, Object> more,
            String data,
            int examples,
            boolean bodyTrained) {
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

    private static Set<String> trained(Plan plan) {
        return plan.phases().stream()
                .map(Phase::trains)
                .flatMap(trains -> trains.names().stream())
                .collect(Collectors.toSet());
    }

    /** Numbers that a plan changes. */
    static long trained(Fit fit, Plan plan) {
        return count(fit, plan.phases().stream().map(Phase::trains).toList());
    }

    /** Numbers of body, heads and adapter. */
    static long all(Fit fit) {
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
