package dev.graft.transfer;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Initialization;
import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Fingerprint;
import dev.graft.data.PreparedSet;
import dev.graft.data.Split;
import dev.graft.data.Thinned;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.model.Head;
import dev.graft.model.Model;
import dev.graft.model.Provenance;
import dev.graft.model.Task;
import dev.graft.train.Fit;
import dev.graft.train.Judge;
import dev.graft.train.Plan;
import dev.graft.train.RateCurve;
import dev.graft.train.RateFinder;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One network learning one task, which may begin with weights of a file and learn from a teacher. */
final class SingleFitting extends Fitting {
    /** Name under which a model's provenance tells what was taken over, skipped and left at random. */
    private static final String INITIALIZATION = "initialization";

    private final Dataset<?> all;
    private final Optional<Dataset<?>> given;

    SingleFitting(Transfer transfer, Dataset<?> all, Optional<Dataset<?>> given, long seed) {
        super(transfer, seed);
        this.all = all;
        this.given = given;
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

    @Override
    <T> T with(int most, Work<T> work) throws IOException {
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
            boolean judged = own.finish().judges();
            Dataset<?> train = all;
            Optional<Dataset<?>> valid = given.filter(part -> judged);
            if (judged && valid.isEmpty() && all.size() >= VALIDATION_FROM) {
                Split<?> split = held(all, seed);
                train = split.train();
                valid = Optional.of(split.test());
            }
            body = measured(transfer.strategy().reading(body, train), train);
            long preparing = System.nanoTime();
            Dataset<?> used = Thinned.of(train, most, seed);
            PreparedSet prepared = PreparedSet.of(body.input(), used);
            Plan plan = teaching.taught(own, body, task, used, seed)
                    .lasting(transfer.run().lengths());
            double took = (System.nanoTime() - preparing) / 1e9; // with a teacher's answers
            Optional<Initialization> begun = begun(body);
            Plan left = begun.isPresent() ? new Plan(plan.phases(), plan.finish(), false) : plan; // not to forget it
            mustChange(body, plan);
            adapter = adapter(body);
            head = newHead(task, body, facts);
            Fit fit = new Fit(
                    body,
                    head,
                    adapter,
                    task,
                    Map.of(Fit.LABELLED, prepared),
                    judge(valid, body, plan),
                    settings(body),
                    Optional.of(transfer::open));
            Map<String, Dataset<?>> judging = new LinkedHashMap<>();
            valid.ifPresent(part -> judging.put(Fit.LABELLED, part));
            return work.of(new Ready(
                    fit,
                    left,
                    Map.of(Fit.LABELLED, train),
                    judging,
                    loaded,
                    took,
                    (learned, began) -> fitted(learned, plan, begun, began)));
        } catch (IOException | RuntimeException e) {
            if (head != null) {
                head.close();
            }
            adapter.close();
            body.close();
            throw e;
        }
    }

    /** @param plan as the strategy has it @param begun what it took over of other weights */
    private Fitted fitted(Ready learned, Plan plan, Optional<Initialization> begun, long began) throws IOException {
        Fit fit = learned.fit();
        Dataset<?> valid = learned.valid().get(Fit.LABELLED);
        Optional<AnsweringSize> size =
                transfer.strategy().sizes() && valid != null ? AnsweringSize.of(fit, valid) : Optional.empty();
        Backbone body = size.map(AnsweringSize::body).orElse(fit.body());
        Provenance provenance = provenance(body, fit, Map.of(), Fingerprint.of(all), all.size(), bodyTrained(plan));
        Model model = Model.of(body, fit.task(), fit.head(), transfer.run().answers(body), provenance)
                .with(fit.adapter());
        Fitted fitted = fitted(model, learned, plan, began);
        Map<String, Object> more =
                new LinkedHashMap<>(size.map(AnsweringSize::found).orElse(Map.of()));
        begun.ifPresent(made -> more.put(INITIALIZATION, made.json()));
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

    /** The task's main metric on the validation part; where the body stays as it is, its features are computed once. */
    private Optional<Judge> judge(Optional<Dataset<?>> valid, Backbone body, Plan plan) throws IOException {
        if (valid.isEmpty()) {
            return Optional.empty();
        }
        Validation validation = Validation.of(body, valid.get());
        Optional<float[][]> frozen =
                bodyTrained(plan) || transfer.strategy().adapter().isPresent()
                        ? Optional.empty()
                        : Optional.of(validation.features(body, transfer.run()));
        return Optional.of(new Judge(
                fit -> {
                    Model now = now(fit);
                    return frozen.isPresent() ? validation.of(now, frozen.get()) : validation.of(now);
                },
                valid.get().size()));
    }

    private boolean bodyTrained(Plan plan) {
        return transfer.prior().init().isPresent() || trainsBody(plan);
    }
}
