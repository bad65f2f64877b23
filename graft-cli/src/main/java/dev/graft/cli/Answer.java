package dev.graft.cli;

import dev.graft.model.Prediction;
import dev.graft.model.Prediction.Candidate;
import dev.graft.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How a prediction is written: on a line, in cells, as JSON.
 *
 * @param top how many candidates are told
 * @param threshold below which no label is given
 */
record Answer(Task task, int top, OptionalDouble threshold) {

    /** Columns that a table gets. */
    List<String> columns() {
        if (task.classes().isEmpty()) {
            return List.of("value");
        }
        if (top == 1) {
            return List.of("label", "probability");
        }
        List<String> columns = new ArrayList<>();
        for (int k = 1; k <= count(); k++) {
            columns.add("label_" + k);
            columns.add("probability_" + k);
        }
        return columns;
    }

    private int count() {
        return Math.min(top, task.classes().size());
    }

    List<?> cells(Prediction prediction) {
        if (prediction instanceof Prediction.Amount amount) {
            return List.of(amount.value());
        }
        if (top == 1) {
            return List.of(label(prediction), rounded(prediction.top(1).get(0).probability()));
        }
        List<Object> cells = new ArrayList<>();
        for (Candidate candidate : prediction.top(count())) {
            cells.add(candidate.label());
            cells.add(rounded(candidate.probability()));
        }
        return cells;
    }

    /** Label and probability, with a tab between; several with {@code --top}. */
    String line(Prediction prediction) {
        if (prediction instanceof Prediction.Amount) {
            return prediction.answer();
        }
        if (top == 1) {
            String label = label(prediction);
            return (label.isEmpty() ? "(none)" : label) + "\t"
                    + percent(prediction.top(1).get(0).probability());
        }
        return prediction.top(count()).stream()
                .map(candidate -> candidate.label() + "\t" + percent(candidate.probability()))
                .collect(Collectors.joining("\t"));
    }

    Map<String, Object> json(String input, Prediction prediction) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("input", input);
        if (prediction instanceof Prediction.Amount amount) {
            json.put("value", amount.value());
            return json;
        }
        String label = label(prediction);
        boolean several = prediction instanceof Prediction.AnyOf;
        json.put("label", label.isEmpty() && !several ? null : label);
        if (prediction instanceof Prediction.AnyOf any) {
            json.put("labels", thresholded(any).given());
        }
        json.put("probability", prediction.top(1).get(0).probability());
        json.put("top", prediction.top(count()).stream().map(Answer::json).toList());
        return json;
    }

    private static Map<String, Object> json(Candidate candidate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("label", candidate.label());
        json.put("probability", candidate.probability());
        return json;
    }

    /** Empty where nothing reaches the threshold. */
    private String label(Prediction prediction) {
        if (threshold.isEmpty()) {
            return prediction.answer();
        }
        if (prediction instanceof Prediction.AnyOf any) {
            return thresholded(any).answer();
        }
        return prediction.top(1).get(0).probability() < threshold.getAsDouble() ? "" : prediction.answer();
    }

    private Prediction.AnyOf thresholded(Prediction.AnyOf any) {
        return new Prediction.AnyOf(any.labels(), any.probabilities(), threshold.orElse(any.threshold()));
    }

    private static String percent(double probability) {
        return String.format(Locale.ROOT, "%.3f", probability);
    }

    private static double rounded(double probability) {
        return Math.round(probability * 1e6) / 1e6;
    }
}
