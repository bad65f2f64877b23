package dev.graft.recipe;

import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.evaluate.Evaluation;
import dev.graft.evaluate.Verdict;
import dev.graft.transfer.Fitted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a recipe.
 *
 * @param facts of the training part, validation included
 * @param trained examples of the training part, validation included
 * @param validation examples held back of these to judge epochs by
 * @param evaluation of the model on the test part
 * @param baselines on the same test part, by name: {@code majority}, {@code tfidf}
 * @param verdict whether it helped
 * @param fitted how the model came about; the model itself is closed
 * @param notes what a user should know of the data
 * @param unreadable every input that was left out since it cannot be read, with the reason
 * @param test what the model and the baselines were judged on
 * @param bundle where the model is
 * @param seconds of the whole run
 */
public record TrainResult(
        Recipe recipe,
        Facts facts,
        int trained,
        int validation,
        Evaluation evaluation,
        Map<String, Evaluation> baselines,
        Verdict verdict,
        Fitted fitted,
        List<String> notes,
        List<String> unreadable,
        Dataset<?> test,
        Path bundle,
        double seconds) {

    /** The name of the strategy that the model came from: a guard may have gone back to a probe. */
    public String strategy() {
        return String.valueOf(fitted.model().provenance().strategy().get("name"));
    }

    /** With more that a user should know. */
    TrainResult noting(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new TrainResult(
                recipe,
                facts,
                trained,
                validation,
                evaluation,
                baselines,
                verdict,
                fitted,
                List.copyOf(all),
                unreadable,
                test,
                bundle,
                seconds);
    }

    /** For {@code --json}. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(result());
        json.put("seconds", seconds);
        json.put("examplesPerSecond", (trained + evaluation.examples()) / seconds);
        json.put("cacheHits", fitted.cacheHits());
        json.put("bundle", bundle.toString());
        return json;
    }

    /** What is the same in two equal runs. */
    private Map<String, Object> result() {
        Map<String, Object> json = new LinkedHashMap<>(evaluation.toJson());
        json.put("trainExamples", trained);
        json.put("validationExamples", validation);
        json.put("classes", facts.classes());
        json.put("backbone", recipe.withoutPaths().backbone());
        json.put("strategy", strategy());
        json.put("found", fitted.found());
        if (!recipe.extent().equals(Extent.ALL)) {
            json.put("extent", recipe.extent());
        }
        json.put("trainableParameters", fitted.trainableParameters());
        json.put("parameters", fitted.parameters());
        json.put("baselines", beside(baselines));
        json.put("verdict", verdict.toJson());
        json.put("notes", notes);
        json.put("unreadable", unreadable);
        return json;
    }

    /** Baselines in short. */
    static Map<String, Object> beside(Map<String, Evaluation> baselines) {
        Map<String, Object> beside = new LinkedHashMap<>();
        baselines.forEach((name, baseline) -> {
            Map<String, Object> values = new LinkedHashMap<>(baseline.toJson());
            values.remove("perClass");
            values.remove("confusion");
            beside.put(name, values);
        });
        return beside;
    }

    byte[] evaluationJson() {
        return Recipe.written(result());
    }

    byte[] timingsJson() {
        Map<String, Object> timings = new LinkedHashMap<>();
        timings.put("seconds", seconds);
        timings.put("fitSeconds", fitted.seconds());
        timings.put("evaluationSeconds", evaluation.seconds());
        timings.put("cacheHits", fitted.cacheHits());
        return Recipe.written(timings);
    }
}
