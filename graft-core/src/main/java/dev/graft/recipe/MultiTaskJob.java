package dev.graft.recipe;

import dev.graft.base.Lock;
import dev.graft.base.Storage;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.evaluate.Verdict;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.transfer.MultiTask;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * @param facts of these
     * @param baselines on the same test part
     * @param notes what a user should know of its data
     */
    public record Learned(
            int trained,
            Facts facts,
            Evaluation evaluation,
            Map<String, Evaluation> baselines,
            Verdict verdict,
            List<String> notes) {
        /** For {@code --json}. */
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>(evaluation.toJson());
            json.put("trainExamples", trained);
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
     * @param outputs by name
     * @param seconds of the whole run
     */
    public record Result(MultiRecipe recipe, Map<String, Learned> outputs, Path bundle, double seconds) {
        /** For {@code --json}. */
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>(result());
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
            return json;
        }
    }

    public Result run() throws IOException {
        long began = System.nanoTime();
        folder.check();
        Engine.warm(); // beside the reading and checking of the data
        try (Lock lock = Storage.LOCAL.lock(folder.part(), Duration.ZERO)) {
            return folder.carryOut(() -> run(began));
        }
    }

    private Result run(long began) throws IOException {
        Engine.threads(recipe.shared().threads());
        Map<String, TrainingData> data = read();
        boolean resumes =
                folder.begin(recipe, MultiRecipe.class, recipe.shared().data(), fingerprint(data));
        Transfer single = RateJob.transfer(recipe.shared(), options);
        Transfer transfer = single.run(single.run().checkpoints(folder.part(), resumes));
        Map<String, Dataset<?>> train = new LinkedHashMap<>();
        Map<String, Dataset<?>> valid = new LinkedHashMap<>();
        data.forEach((name, one) -> {
            train.put(name, one.train());
            one.validation().ifPresent(part -> valid.put(name, part));
        });
        try (Model model = new MultiTask(transfer, recipe.power(), recipe.weights(), recipe.uncertainty())
                .fit(train, valid, recipe.shared().seed())) {
            Result result = result(data, model, began);
            save(model, result, data);
            Storage.LOCAL.delete(folder.part());
            return result;
        }
    }

    private Map<String, TrainingData> read() throws IOException {
        Map<String, TrainingData> data = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : recipe.data().entrySet()) {
            Recipe own =
                    recipe.shared().copy().table(recipe.table(one.getKey())).build();
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

    private Result result(Map<String, TrainingData> data, Model model, long began) throws IOException {
        Map<String, Learned> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, TrainingData> one : data.entrySet()) {
            Dataset<?> test = one.getValue().test();
            options.progress().begin("evaluation of " + one.getKey(), test.size());
            Model answering = model.answering(one.getKey());
            Evaluation evaluation = Evaluation.of(answering, test);
            options.progress().end("");
            Dataset<?> train = one.getValue().train();
            List<String> notes = new ArrayList<>(one.getValue().notes());
            SeenExamples.warning(recipe.shared().backbone(), test).ifPresent(notes::add);
            Map<String, Evaluation> baselines = TrainJob.baselines(recipe.shared(), train, test, answering.task());
            outputs.put(
                    one.getKey(),
                    new Learned(
                            train.size(),
                            one.getValue().facts(),
                            evaluation,
                            baselines,
                            Verdict.of(evaluation, baselines),
                            List.copyOf(notes)));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Result(recipe, outputs, out, seconds);
    }

    private void save(Model model, Result result, Map<String, TrainingData> data) throws IOException {
        MultiRecipe open = recipe.withoutPaths();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("recipe.json", open.shared().json());
        files.put(MultiRecipe.FILE, Recipe.written(open));
        files.put("evaluation.json", Recipe.written(result.result()));
        files.put("README.md", MultiTaskCard.of(model, result));
        Dataset<?>[] trained = data.values().stream().map(TrainingData::train).toArray(Dataset<?>[]::new);
        files.put(SeenExamples.FILE, SeenExamples.of(trained).bytes());
        Bundle.save(model, out, new Bundle.Extras(recipe.shared().standalone(), files, Map.of()));
        try (Model saved = Bundle.load(out, options.hub())) {
            for (Map.Entry<String, TrainingData> one : data.entrySet()) {
                BundleProduct.mustAnswerAlike(
                        model.answering(one.getKey()),
                        saved.answering(one.getKey()),
                        out,
                        one.getValue().test());
            }
        }
    }
}
