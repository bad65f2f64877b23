package dev.graft.cli;

import dev.graft.evaluate.Evaluation;
import dev.graft.metric.ClassScore;
import dev.graft.metric.Interval;
import dev.graft.metric.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Evaluations as tables of text. */
final class Tables {
    private static final int METRICS = 3;
    private static final int CLASSES = 40;

    private Tables() {}

    /** A row for each evaluation, a column for each of the task's first headline metrics. */
    static List<String> comparison(Map<String, Evaluation> evaluations) {
        List<Metric> metrics = headlines(evaluations.values().iterator().next());
        List<String> head = new ArrayList<>(List.of("model"));
        metrics.forEach(metric -> head.add(metric.name()));
        Grid grid = new Grid(head.toArray(String[]::new));
        evaluations.forEach((name, evaluation) -> {
            List<Object> row = new ArrayList<>(List.of(name));
            metrics.forEach(metric -> row.add(cell(evaluation, metric)));
            grid.row(row.toArray());
        });
        return grid.lines().stream().map(line -> "  " + line).toList();
    }

    static List<Metric> headlines(Evaluation evaluation) {
        return evaluation.task().metrics().stream()
                .filter(metric -> evaluation.intervals().containsKey(metric.name()))
                .limit(METRICS)
                .toList();
    }

    static String cell(Evaluation evaluation, Metric metric) {
        Interval interval = evaluation.interval(metric);
        String value = number(evaluation.value(metric));
        return interval.isKnown()
                ? value + " [" + number(interval.low()) + ", " + number(interval.high()) + "]"
                : value;
    }

    /** The largest classes; all of them where they are not too many. */
    static List<String> perClass(Evaluation evaluation) {
        List<String> names = evaluation.task().classes();
        List<ClassScore> scores = ClassScore.of(evaluation.scored());
        List<ClassScore> shown = scores.size() <= CLASSES
                ? scores
                : scores.stream()
                        .sorted(Comparator.comparingLong(ClassScore::support).reversed())
                        .limit(CLASSES)
                        .toList();
        Grid grid = new Grid("class", "precision", "recall", "F1", "examples");
        shown.forEach(score -> grid.row(
                names.get(score.label()),
                number(score.precision()),
                number(score.recall()),
                number(score.f1()),
                score.support()));
        List<String> lines =
                new ArrayList<>(grid.lines().stream().map(line -> "  " + line).toList());
        if (shown.size() < scores.size()) {
            lines.add("  and " + (scores.size() - shown.size()) + " smaller classes");
        }
        return lines;
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.1f" : "%.3f", value);
    }
}
