package dev.graft.evaluate;

import dev.graft.base.BadInput;
import dev.graft.data.Dataset;
import dev.graft.data.PreparedSet;
import dev.graft.data.Target;
import dev.graft.metric.ClassScore;
import dev.graft.metric.Confusion;
import dev.graft.metric.Interval;
import dev.graft.metric.Metric;
import dev.graft.metric.Metrics;
import dev.graft.metric.Scored;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How well answers to a dataset fit its targets, with 95 % intervals: Wilson's for proportions, the bootstrap for the
 * rest.
 *
 * @param task that was answered
 * @param predictions one per example
 * @param scored answers and truth side by side
 * @param intervals of the headline metrics, by name
 * @param cut inputs that lost a part because they were too long
 * @param seconds that answering took, reading included
 */
public record Evaluation(
        Task task,
        List<Prediction> predictions,
        Scored scored,
        Map<String, Interval> intervals,
        int cut,
        double seconds) {
    private static final int DRAWS = 1000;
    private static final double LEVEL = 0.95;
    private static final List<String> HEADLINES = List.of(
            "accuracy",
            "balancedAccuracy",
            "macroF1",
            "microF1",
            "matthews",
            "logLoss",
            "r2",
            "meanAbsoluteError",
            "rootMeanSquaredError",
            "spearman");

    public Evaluation {
        predictions = List.copyOf(predictions);
        intervals = Map.copyOf(intervals);
    }

    /** Asks a model about every example. @throws BadInput for a label that the model does not know */
    public static Evaluation of(Model model, Dataset<?> data) throws IOException {
        long began = System.nanoTime();
        known(model.task(), data);
        PreparedSet prepared = PreparedSet.of(model.body().input(), data);
        List<Prediction> predictions = model.predict(prepared);
        double seconds = (System.nanoTime() - began) / 1e9;
        return of(model.task(), predictions, prepared.targets(), prepared.cut(), seconds);
    }

    /** Judges answers that were given elsewhere, as by a baseline. */
    public static Evaluation of(
            Task task, List<Prediction> predictions, List<Target> targets, int cut, double seconds) {
        Scored scored = task.score(predictions, targets);
        List<Metric> headlines = task.metrics().stream()
                .filter(metric -> HEADLINES.contains(metric.name()))
                .toList();
        return new Evaluation(
                task, predictions, scored, Metrics.intervals(headlines, scored, DRAWS, 42, LEVEL), cut, seconds);
    }

    private static void known(Task task, Dataset<?> data) throws IOException {
        if (data.size() == 0) {
            throw new BadInput(data.name(), "has no examples to evaluate on");
        }
        List<String> classes = task.classes();
        Set<String> known = new HashSet<>(classes);
        for (int i = 0; i < data.size(); i++) {
            Target target = data.target(i);
            if (!fits(task, target)) {
                throw new BadInput(
                        data.get(i).where(),
                        "has no target that the model could be judged by: it answers with "
                                + switch (task.kind()) {
                                    case NUMBERS -> "a number";
                                    case ONE_LABEL -> "one label";
                                    default -> "labels";
                                });
            }
            for (String label : target.classes()) {
                if (!known.contains(label)) {
                    throw new BadInput(
                            data.get(i).where(),
                            "label '" + label + "' is not one that the model knows: " + String.join(", ", classes));
                }
            }
        }
    }

    private static boolean fits(Task task, Target target) {
        return switch (task.kind()) {
            case NUMBERS -> target instanceof Target.Value;
            case ONE_LABEL -> target instanceof Target.Label;
            default -> target instanceof Target.Label || target instanceof Target.LabelSet;
        };
    }

    public double value(Metric metric) {
        return metric.of(scored);
    }

    /** 95 %. */
    public Interval interval(Metric metric) {
        Interval known = intervals.get(metric.name());
        return known != null ? known : Metrics.interval(metric, scored, DRAWS, 42, LEVEL);
    }

    /** The metric that this task is judged by first. */
    public Metric main() {
        return task.metrics().get(0);
    }

    public int examples() {
        return scored.size();
    }

    /** Every metric, the headlines' intervals, and for classes what each gets and is taken for. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        Metrics.values(scored).forEach((name, value) -> json.put(name, finite(value)));
        for (Metric metric : task.metrics()) {
            Interval interval = intervals.get(metric.name());
            if (interval != null && interval.isKnown()) {
                json.put(metric.name() + "Interval", List.of(interval.low(), interval.high()));
            }
        }
        json.put("examples", examples());
        json.put("cut", cut);
        if (!task.classes().isEmpty()) {
            json.put("perClass", perClass());
        }
        if (scored.kind() == Scored.Kind.ONE_LABEL) {
            json.put("confusion", confusion());
        }
        return json;
    }

    private List<Map<String, Object>> perClass() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ClassScore score : ClassScore.of(scored)) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("label", task.classes().get(score.label()));
            row.put("precision", finite(score.precision()));
            row.put("recall", finite(score.recall()));
            row.put("f1", finite(score.f1()));
            row.put("support", score.support());
            rows.add(row);
        }
        return rows;
    }

    /** Truth, answer and count of every pair that occurs. */
    private List<Map<String, Object>> confusion() {
        List<Map<String, Object>> cells = new ArrayList<>();
        for (Confusion.Cell cell : Confusion.of(scored).cells()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("truth", task.classes().get(cell.truth()));
            row.put("predicted", task.classes().get(cell.predicted()));
            row.put("count", cell.count());
            cells.add(row);
        }
        return cells;
    }

    private static Object finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** A few lines for people: the headlines with their intervals. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(examples() + " examples\n");
        for (Metric metric : task.metrics()) {
            Interval interval = intervals.get(metric.name());
            if (interval != null) {
                text.append(String.format(Locale.ROOT, "%-22s %.4f", metric.name(), value(metric)));
                text.append(
                        interval.isKnown()
                                ? String.format(
                                        Locale.ROOT,
                                        "  (95 %% interval %.4f to %.4f)%n",
                                        interval.low(),
                                        interval.high())
                                : System.lineSeparator());
            }
        }
        return text.toString();
    }
}
