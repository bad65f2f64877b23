package dev.graft.recipe;

import dev.graft.base.Lock;
import dev.graft.base.Storage;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Thinned;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.evaluate.Verdict;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Task;
import dev.graft.train.Deadline;
import dev.graft.transfer.AgainstProbe;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.MultiTask;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries out a recipe of several tasks: reads and splits each task's data, trains one body with a head for each,
 * evaluates every head, and saves one bundle.
 */
public final class MultiTaskJob {
    private final MultiRecipe recipe;
    private final Path out;
    private final TrainJob.Options options;
    private final RunFolder folder;

    public MultiTaskJob(MultiRecipe recipe, Path out, TrainJob.Options options) {
        this.recipe = recipe;
        this.out = out;
        this.options = options;
        folder = new RunFolder(out, Product.BUNDLE.name(), Product.BUNDLE::isAt, options);
    }

    /**
     * What came of one task.
     *
     * @param trained examples of its training part
     * @param validation of these, that judged its epochs
     * @param facts of these
     * @param baselines on the same test part
     * @param notes what a user should know of its data
     */
    public record Learned(
            int trained,
            int validation,
            Facts facts,
            Evaluation evaluation,
            Map<String, Evaluation> baselines,
            Verdict verdict,
            List<String> notes) {
        /** For {@code --json}. */
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>(evaluation.toJson());
            json.put("trainExamples", trained);
            json.put("validationExamples", validation);
            json.put("classes", facts.classes());
            json.put("baselines", TrainResult.beside(baselines));
            json.put("verdict", verdict.toJson());
            json.put("notes", notes);
            return json;
        }
    }

    /**
     * What came of all.
     *
     * @param recipe that repeats it, without a budget
     * @param outputs by name
     * @param fitted how the model came about
     * @param notes what a user should know of the run
     * @param seconds of the whole run
     */
    public record Result(
            MultiRecipe recipe,
            Map<String, Learned> outputs,
            Fitted fitted,
            List<String> notes,
            Path bundle,
            double seconds) {
        /** For {@code --json}. */
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>(result());
            json.put("notes", notes);
            json.put("cacheHits", fitted.cacheHits());
            json.put("seconds", seconds);
            json.put("bundle", bundle.toString());
            return json;
        }

        /** What is the same in two equal runs. */
        private Map<String, Object> result() {
            Map<String, Object> each = new LinkedHashMap<>();
            outputs.forEach((name, learned) -> each.put(name, learned.toJson()));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("outputs", each);
            json.put("backbone", recipe.withoutPaths().shared().backbone());
            json.put("strategy", recipe.shared().strategy().name());
            json.put("trainableParameters", fitted.trainableParameters());
            json.put("parameters", fitted.parameters());
            return json;
        }
    }

    public Result run() throws IOException {
        folder.check();
        Engine.warm(); // beside the reading and checking of the data
        try (Lock lock = Storage.LOCAL.lock(folder.part(), Duration.ZERO)) {
            return folder.carryOut(this::carryOut);
        }
    }

    private Result carryOut() throws IOException {
        Engine.threads(recipe.shared().threads());
        Map<String, TrainingData> data = read();
        boolean resumes =
                folder.begin(recipe, MultiRecipe.class, recipe.shared().data(), fingerprint(data));
        boolean timed = recipe.shared().extent().open(); // then what baselines take is over before the rest is planned
        Map<String, Dataset<?>> allTrain = each(data, TrainingData::train);
        Map<String, Dataset<?>> allTest = each(data, TrainingData::test);
        Map<String, Map<String, Evaluation>> early = timed ? baselines(data, allTrain, allTest) : Map.of();
        Budgeting.Resolved resolved = budgeting(data).resolved(recipe.shared(), resumes);
        Recipe plan = resolved.recipe();
        Extent extent = plan.extent();
        Map<String, Dataset<?>> train = some(allTrain, extent.examples());
        Map<String, Dataset<?>> test = some(allTest, extent.testExamples());
        Transfer single = RateJob.transfer(plan, options);
        Transfer transfer = single.run(
                single.run().checkpoints(folder.part(), resumes).lasting(extent.phases(), resolved.training()));
        Fitted fitted = by(transfer).fit(train, valid(data), plan.seed());
        try (Model model = fitted.model()) {
            List<String> beside = againstProbes(transfer, data, train, fitted, resolved);
            boolean whole = extent.examples() == 0 && extent.testExamples() == 0;
            Map<String, Map<String, Evaluation>> baselines = timed && whole ? early : baselines(data, train, test);
            Map<String, Learned> outputs = new LinkedHashMap<>();
            for (String name : data.keySet()) {
                outputs.put(
                        name,
                        learned(
                                data.get(name),
                                model.answering(name),
                                judging(fitted, train.get(name), data.get(name)),
                                train.get(name),
                                test.get(name),
                                baselines.get(name)));
            }
            MultiRecipe came = recipe.shared(
                    plan.copy().extent(extent.lasted(fitted.lengths())).build());
            List<String> notes = new ArrayList<>();
            if (fitted.validation() == 0) {
                for (String name : data.keySet()) {
                    data.get(name).unused(plan.strategy(), 0).ifPresent(said -> notes.add(name + ": " + said));
                }
            }
            Result result = new Result(came, outputs, fitted, notes, out, (System.nanoTime() - options.began()) / 1e9);
            save(model, result, train, test);
            Storage.LOCAL.delete(folder.part());
            double seconds = (System.nanoTime() - options.began()) / 1e9;
            notes.addAll(beside);
            notes.addAll(Budgeting.said(recipe.shared(), resolved, seconds));
            return new Result(came, outputs, fitted, List.copyOf(notes), out, seconds);
        }
    }

    /** Where a task is no better off than by a probe of its own; no part of what two equal runs have in common. */
    private static List<String> againstProbes(
            Transfer transfer,
            Map<String, TrainingData> data,
            Map<String, Dataset<?>> train,
            Fitted fitted,
            Budgeting.Resolved resolved)
            throws IOException {
        List<String> said = new ArrayList<>();
        long seed = resolved.recipe().seed();
        for (String name : data.keySet()) {
            Dataset<?> own = train.get(name);
            Optional<String> one = new AgainstProbe(
                            transfer, own, data.get(name).validation(), seed)
                    .ofSeveral(
                            fitted.model().answering(name),
                            judging(fitted, own, data.get(name)),
                            resolved.training(),
                            resolved.probing());
            one.ifPresent(text -> said.add(name + ": " + text));
        }
        return said;
    }

    private MultiTask by(Transfer transfer) {
        return new MultiTask(transfer, recipe.power(), recipe.weights(), recipe.uncertainty());
    }

    private Budgeting budgeting(Map<String, TrainingData> data) {
        Map<String, Dataset<?>> train = each(data, TrainingData::train);
        return new Budgeting(
                TrainingData.joined(data.values()),
                (transfer, limit, clock) -> by(transfer)
                        .rehearse(train, valid(data), recipe.shared().seed(), limit, clock),
                folder.part(),
                options,
                Deadline.after(options.began(), recipe.shared().extent().budget()));
    }

    private static Map<String, Dataset<?>> each(
            Map<String, TrainingData> data, Function<TrainingData, Dataset<?>> part) {
        Map<String, Dataset<?>> each = new LinkedHashMap<>();
        data.forEach((name, one) -> each.put(name, part.apply(one)));
        return each;
    }

    private static Map<String, Dataset<?>> valid(Map<String, TrainingData> data) {
        Map<String, Dataset<?>> valid = new LinkedHashMap<>();
        data.forEach((name, one) -> one.validation().ifPresent(part -> valid.put(name, part)));
        return valid;
    }

    /** As many as there is time for. @param count of all together, 0 for all */
    private Map<String, Dataset<?>> some(Map<String, Dataset<?>> all, int count) throws IOException {
        return count == 0 ? all : Thinned.each(all, count, recipe.shared().seed());
    }

    private Map<String, Map<String, Evaluation>> baselines(
            Map<String, TrainingData> data, Map<String, Dataset<?>> train, Map<String, Dataset<?>> test)
            throws IOException {
        Map<String, Map<String, Evaluation>> each = new LinkedHashMap<>();
        for (String name : data.keySet()) {
            Task task = recipe.shared().task().of(train.get(name), Facts.of(train.get(name)));
            each.put(name, TrainJob.baselines(recipe.shared(), train.get(name), test.get(name), task));
        }
        return each;
    }

    private Map<String, TrainingData> read() throws IOException {
        Map<String, TrainingData> data = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : recipe.data().entrySet()) {
            Recipe own = recipe.alone(one.getKey());
            data.put(one.getKey(), TrainingData.of(own, Data.openParts(Path.of(one.getValue()), own.table())));
        }
        Map<String, SeenExamples> tests = new LinkedHashMap<>();
        for (Map.Entry<String, TrainingData> one : data.entrySet()) {
            tests.put(one.getKey(), SeenExamples.of(one.getValue().test()));
        }
        Map<String, TrainingData> apart = new LinkedHashMap<>();
        for (Map.Entry<String, TrainingData> one : data.entrySet()) {
            Map<String, SeenExamples> others = new LinkedHashMap<>(tests);
            others.remove(one.getKey());
            apart.put(one.getKey(), one.getValue().apart(SeenExamples.all(others.values())));
        }
        return apart;
    }

    private static String fingerprint(Map<String, TrainingData> data) throws IOException {
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, TrainingData> one : data.entrySet()) {
            all.add(one.getKey() + " " + one.getValue().fingerprint());
        }
        return String.join("\n", all);
    }

    /** Examples that judged the epochs of a task. */
    private static int judging(Fitted fitted, Dataset<?> train, TrainingData data) {
        return fitted.validation() == 0 ? 0 : MultiTask.judging(train.size(), data.validation());
    }

    private Learned learned(
            TrainingData data,
            Model answering,
            int judging,
            Dataset<?> train,
            Dataset<?> test,
            Map<String, Evaluation> baselines)
            throws IOException {
        String name = answering.outputs().keySet().iterator().next();
        options.progress().begin("evaluation of " + name, test.size());
        Evaluation evaluation = Evaluation.of(answering, test);
        options.progress().end("");
        List<String> notes = new ArrayList<>(data.notes());
        notes.addAll(data.shares(train, test));
        SeenExamples.warning(recipe.shared().backbone(), test).ifPresent(notes::add);
        Dataset<?> used = data.used(train, judging);
        return new Learned(
                used.size(),
                judging,
                data.facts(used),
                evaluation,
                baselines,
                Verdict.of(evaluation, baselines),
                List.copyOf(notes));
    }

    private void save(Model model, Result result, Map<String, Dataset<?>> train, Map<String, Dataset<?>> test)
            throws IOException {
        MultiRecipe open = result.recipe().withoutPaths();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("recipe.json", open.shared().json());
        files.put(MultiRecipe.FILE, Recipe.written(open));
        files.put("evaluation.json", Recipe.written(result.result()));
        files.put("README.md", MultiTaskCard.of(model, result));
        files.put(
                SeenExamples.FILE,
                SeenExamples.of(train.values().toArray(Dataset<?>[]::new)).bytes());
        Bundle.save(model, out, new Bundle.Extras(recipe.shared().standalone(), files, Map.of()));
        try (Model saved = Bundle.load(out, options.hub())) {
            for (String name : test.keySet()) {
                BundleProduct.mustAnswerAlike(model.answering(name), saved.answering(name), out, test.get(name));
            }
        }
    }
}
