package dev.graft.cli;

import dev.graft.evaluate.CrossValidation;
import dev.graft.evaluate.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cross-validation in words and as JSON. */
final class CrossvalOutcome {
    private static final int METRICS = 3;

    private CrossvalOutcome() {}

    static List<String> table(Map<String, CrossValidation> rows) {
        List<String> names = rows.values().iterator().next().metrics().keySet().stream()
                .limit(METRICS)
                .toList();
        List<String> head = new ArrayList<>(List.of("model"));
        head.addAll(names);
        Grid grid = new Grid(head.toArray(String[]::new));
        rows.forEach((model, result) -> {
            List<Object> row = new ArrayList<>(List.of(model));
            names.forEach(name -> row.add(cell(result.metrics().get(name))));
            grid.row(row.toArray());
        });
        return grid.lines().stream().map(line -> "  " + line).toList();
    }

    private static String cell(Spread spread) {
        String value = Tables.number(spread.mean());
        return spread.interval().isKnown()
                ? value + " [" + Tables.number(spread.interval().low()) + ", "
                        + Tables.number(spread.interval().high()) + "]"
                : value;
    }

    /** Mean, deviation and interval are those of the main metric; all of them stand in {@code metrics}. */
    static Map<String, Object> json(CrossValidation model, Map<String, CrossValidation> rows, int examples) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", model.metrics().keySet().iterator().next());
        json.putAll(json(model.metrics().values().iterator().next()));
        json.put("folds", model.folds().stream().map(CrossvalOutcome::json).toList());
        json.put("metrics", metrics(model));
        Map<String, Object> beside = new LinkedHashMap<>();
        rows.forEach((name, result) -> {
            if (result != model) {
                beside.put(name, metrics(result));
            }
        });
        json.put("baselines", beside);
        json.put("examples", examples);
        json.put("cut", model.cut());
        json.put("featurePasses", model.featurePasses());
        json.put("seconds", model.seconds());
        return json;
    }

    private static Map<String, Object> metrics(CrossValidation result) {
        Map<String, Object> json = new LinkedHashMap<>();
        result.metrics().forEach((name, spread) -> json.put(name, json(spread)));
        return json;
    }

    private static Map<String, Object> json(Spread spread) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mean", spread.mean());
        json.put("standardDeviation", spread.standardDeviation());
        json.put("interval", List.of(spread.interval().low(), spread.interval().high()));
        return json;
    }

    private static Map<String, Object> json(CrossValidation.Fold fold) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("repeat", fold.repeat());
        json.put("fold", fold.number());
        json.put("train", fold.train());
        json.put("test", fold.test());
        json.putAll(fold.values());
        return json;
    }
}
