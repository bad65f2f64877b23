package dev.graft.recipe;

import dev.graft.base.Lock;
import dev.graft.base.Storage;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Joined;
import dev.graft.data.Parts;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.data.TextInput;
import dev.graft.data.Watch;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Baseline;
import dev.graft.evaluate.Baselines;
import dev.graft.evaluate.Evaluation;
import dev.graft.evaluate.Majority;
import dev.graft.evaluate.Verdict;
import dev.graft.hub.Hub;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import dev.graft.train.Deadline;
import dev.graft.train.Progress;
import dev.graft.transfer.AgainstProbe;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.Procedure;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out a recipe: reads, splits and checks the data, trains, evaluates beside the majority class, saves a bundle,
 * and reads it back to see that the saved model is the trained one.
 */
public final class TrainJob {
    private static final int LOOKED_AT = 100; // texts, to see whether the vocabulary is theirs
    private static final double STRANGE = 0.2;

    private final Recipe recipe;
    private final Path out;
    private final Options options;
    private final Product product;
    private final Reading reading;
    private final RunFolder folder;
    private final List<String> notes = new ArrayList<>();

    /**
     * @param resume whether to go on with an unfinished run
     * @param overwrite whether an existing bundle may be replaced
     * @param hub where pretrained networks come from
     * @param keep where frozen features are kept
     * @param progress is told how far the run is
     * @param began when the time of a budget begins, by {@link System#nanoTime}
     */
    public record Options(
            boolean resume,
            boolean overwrite,
            Hub hub,
            dev.graft.backbone.Features.Keep keep,
            Progress progress,
            long began) {
        /** From now on. */
        public Options(
                boolean resume, boolean overwrite, Hub hub, dev.graft.backbone.Features.Keep keep, Progress progress) {
            this(resume, overwrite, hub, keep, progress, System.nanoTime());
        }
    }

    /** Opens the data of a run. */
    public interface Reading {
        Parts<?> open() throws IOException;
    }

    /** A run that makes a bundle of the recipe's data. */
    public TrainJob(Recipe recipe, Path out, Options options) {
        this(recipe, out, options, Product.BUNDLE);
    }

    /** A run that makes something else of the recipe's data. */
    public TrainJob(Recipe recipe, Path out, Options options, Product product) {
        this(recipe, out, options, product, () -> Data.openParts(Path.of(recipe.data()), recipe.table()));
    }

    /** @param reading opens the recipe's data, for data in a form of their own */
    public TrainJob(Recipe recipe, Path out, Options options, Product product, Reading reading) {
        this.recipe = recipe;
        this.out = out;
        this.options = options;
        this.product = product;
        this.reading = reading;
        folder = new RunFolder(out, product.name(), product::isAt, options);
    }

    private Path part() {
        return folder.part();
    }

    public TrainResult run() throws IOException {
        check();
        Engine.warm(); // beside the reading and checking of the data
        try (Lock lock = Storage.LOCAL.lock(part(), Duration.ZERO)) {
            return folder.carryOut(this::carryOut);
        }
    }

    private TrainResult carryOut() throws IOException {
        Engine.threads(recipe.threads());
        RateJob.transfer(recipe, options).check();
        TrainingData data = read();
        notes.addAll(data.notes());
        boolean resumes = folder.begin(recipe, Recipe.class, recipe.data(), data.fingerprint());
        boolean timed = recipe.extent().open(); // then what baselines take is over before the rest is planned
        Map<String, Evaluation> early = timed
                ? baselines(recipe, data.train(), data.test(), recipe.task().of(data.train(), data.facts()))
                : Map.of();
        Budgeting.Resolved resolved = budgeting(data).resolved(recipe, resumes);
        Recipe plan = resolved.recipe();
        Dataset<?> train = Budgeting.some(data.train(), plan.extent().examples(), plan.seed());
        Dataset<?> test = Budgeting.some(data.test(), plan.extent().testExamples(), plan.seed());
        notes.addAll(data.shares(train, test));
        SeenExamples.warning(recipe.backbone(), test).ifPresent(notes::add);
        Deadline end = resolved.first();
        Transfer transfer = transfer(plan, resumes, part(), end);
        Fitted fitted = fit(plan, transfer, train, data.validation());
        try (Model model = fitted.model()) {
            AgainstProbe against = new AgainstProbe(transfer, train, data.validation(), plan.seed());
            List<String> beside = new ArrayList<>(ruling(fitted, against, end, resolved.probing()));
            options.progress().begin("evaluation", test.size());
            Evaluation evaluation = Evaluation.of(model, test);
            options.progress().end("");
            boolean whole = train == data.train() && test == data.test();
            Map<String, Evaluation> baselines = timed && whole ? early : baselines(recipe, train, test, model.task());
            boolean split = data.validation().isEmpty(); // then it was held back of the training part
            Dataset<?> used = data.used(train, fitted.validation());
            data.unused(plan.strategy(), fitted.validation()).ifPresent(notes::add);
            noteUnknown(model, train);
            noteCut(fitted, evaluation, train.size() - (split ? fitted.validation() : 0));
            TrainResult result = new TrainResult(
                    plan.copy().extent(plan.extent().lasted(fitted.lengths())).build(),
                    data.facts(used),
                    used.size(),
                    fitted.validation(),
                    evaluation,
                    baselines,
                    Verdict.of(evaluation, baselines),
                    fitted,
                    List.copyOf(notes),
                    data.unreadable(),
                    test,
                    out,
                    (System.nanoTime() - options.began()) / 1e9);
            List<String> saved = recipe.refit()
                    ? refit(new Joined<>(train, test), data.validation(), result, resolved.training())
                    : product.save(model, result, train, test, options.hub());
            Storage.LOCAL.delete(part());
            beside.addAll(Budgeting.said(recipe, resolved, (System.nanoTime() - options.began()) / 1e9));
            return result.noting(saved).noting(beside);
        }
    }

    private TrainingData read() throws IOException {
        try (Watch watch = Watch.open(options.progress().looking())) {
            return TrainingData.of(recipe, reading.open());
        }
    }

    /** Refuses a place where nothing may be written, before any work is done. */
    public void check() throws IOException {
        folder.check();
    }

    private Transfer transfer(Recipe plan, boolean resume, Path checkpoints, Deadline end) {
        Transfer stateless = RateJob.transfer(plan, options);
        return stateless.run(stateless
                .run()
                .checkpoints(checkpoints, resume)
                .lasting(plan.extent().phases(), end));
    }

    private Budgeting budgeting(TrainingData data) {
        return new Budgeting(
                data,
                (transfer, limit, clock) ->
                        transfer.rehearse(data.train(), data.validation(), recipe.seed(), limit, clock),
                part(),
                options,
                Deadline.after(options.began(), recipe.extent().budget()));
    }

    /** Those that a recipe wants, on the same test part. */
    static Map<String, Evaluation> baselines(Recipe recipe, Dataset<?> train, Dataset<?> test, Task task)
            throws IOException {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            targets.add(test.target(i));
        }
        for (Baseline baseline : recipe.baseline() ? Baselines.of(train) : List.of(new Majority())) {
            long began = System.nanoTime();
            List<Prediction> answers =
                    baseline.answers(train, test, task, recipe.seed()).predictions();
            evaluations.put(
                    baseline.name(task), Evaluation.of(task, answers, targets, 0, (System.nanoTime() - began) / 1e9));
        }
        return evaluations;
    }

    private static Fitted fit(Recipe plan, Transfer transfer, Dataset<?> train, Optional<Dataset<?>> valid)
            throws IOException {
        return plan.procedure().isPresent()
                ? plan.procedure().get().fit(transfer, train, valid, plan.seed())
                : transfer.fit(train, valid, plan.seed());
    }

    /**
     * What was decided is a note of the run; without a guard, a warning where its ruling might have been another, which
     * is none: whether there was time for it is no part of what two equal runs have in common.
     */
    private List<String> ruling(Fitted fitted, AgainstProbe against, Deadline end, double seconds) throws IOException {
        Optional<String> said = recipe.procedure().flatMap(procedure -> procedure.said(fitted));
        said.ifPresent(notes::add);
        return recipe.guarded() && said.isPresent()
                ? List.of()
                : against.said(fitted, end, seconds).stream().toList();
    }

    /** An encoder of another language reads little of a text; some texts are enough to see that. */
    private void noteUnknown(Model model, Dataset<?> train) throws IOException {
        if (!(model.body().input() instanceof TextInput input)) {
            return;
        }
        List<String> some = new ArrayList<>();
        for (int i = 0; i < train.size(); i += 1 + train.size() / LOOKED_AT) {
            if (train.get(i).input() instanceof Text text) {
                some.add(text.first());
            }
        }
        double share = input.tokenizer().unknown(some);
        if (share > STRANGE) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s knows no word for %.0f %% of what these texts are made of; an encoder of their language ('graft"
                            + " models') reads more of them",
                    model.body().name(),
                    100 * share));
        }
    }

    private void noteCut(Fitted fitted, Evaluation evaluation, int trained) {
        int cut = fitted.cut() + evaluation.cut();
        if (cut > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of %d texts (%.1f %%) were longer than the backbone reads and were cut; --windows reads them whole",
                    cut,
                    trained + evaluation.examples(),
                    100.0 * cut / (trained + evaluation.examples())));
        }
    }

    /** The recipe that a procedure came to; where that is another strategy, its phases last as it says. */
    private static Recipe settled(TrainResult result) {
        Recipe plan = result.recipe();
        if (plan.procedure().isEmpty()) {
            return plan;
        }
        Procedure.Settled settled = plan.procedure().get().settled(plan.strategy(), result.fitted());
        Extent much = settled.strategy().equals(plan.strategy())
                ? plan.extent()
                : plan.extent().unmeasured();
        return plan.copy()
                .strategy(settled.strategy())
                .procedure(settled.procedure())
                .extent(much)
                .build();
    }

    /** Trains once more, on all there is; what was said of the first model stands as the estimate for this one. */
    private List<String> refit(Dataset<?> all, Optional<Dataset<?>> validation, TrainResult result, Deadline end)
            throws IOException {
        Recipe plan = settled(result);
        Transfer again = transfer(plan, options.resume(), part().resolve("refit"), end);
        try (Model model = fit(plan, again, all, validation).model()) {
            List<String> said = new ArrayList<>(product.save(model, result, all, all, options.hub()));
            said.add("the saved model was trained once more, on " + all.size()
                    + " examples, those of the test part among them"
                    + (validation.isPresent() ? "; the validation part judged its epochs again" : ""));
            return said;
        }
    }
}
