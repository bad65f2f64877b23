package dev.graft.metric;

import dev.graft.base.Check;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue: a new metric is its own file and a line here. */
public final class Metrics {

    /** All of them. */
    public static final List<Metric> ALL = List.of(
            new Accuracy(),
            new RSquared(),
            new F1(Average.MACRO),
            new BalancedAccuracy(),
            new Precision(Average.MICRO),
            new Precision(Average.MACRO),
            new Precision(Average.WEIGHTED),
            new Recall(Average.MICRO),
            new Recall(Average.MACRO),
            new Recall(Average.WEIGHTED),
            new F1(Average.MICRO),
            new F1(Average.WEIGHTED),
            new Matthews(),
            new RocAuc(),
            new LogLoss(),
            new Brier(),
            CalibrationError.DEFAULTS,
            new MeanAbsoluteError(),
            new RootMeanSquaredError(),
            new Spearman(),
            new Pearson());

    private Metrics() {}

    /** Those that judge answers of this kind, the main one first. */
    public static List<Metric> of(Scored.Kind kind) {
        Metric main = main(kind);
        return ALL.stream()
                .filter(metric -> metric.kinds().contains(kind))
                .sorted(Comparator.comparing(metric -> !metric.equals(main))) // stable: the rest stays in order
                .toList();
    }

    /**
     * What a model is chosen by unless the user says otherwise. One label: accuracy. Several: macro F1, as accuracy
     * asks for every label at once and micro averages forget the rare ones. Numbers: r2, which sees offset and scale,
     * to which correlations are blind, and needs no unit, as errors do.
     */
    public static Metric main(Scored.Kind kind) {
        return switch (kind) {
            case ONE_LABEL -> new Accuracy();
            case SEVERAL_LABELS -> new F1(Average.MACRO);
            case NUMBERS -> new RSquared();
        };
    }

    /** @throws dev.graft.base.BadArgument with the nearest name, if there is none of this name */
    public static Metric named(String name) {
        return ALL.stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Check.unknown(
                        "metric", name, ALL.stream().map(Metric::name).toList()));
    }

    /** The names of those that judge answers of this kind, the main one first. */
    public static List<String> names(Scored.Kind kind) {
        return of(kind).stream().map(Metric::name).toList();
    }

    /** The value of each metric that judges such answers, by name, the main one first. */
    public static Map<String, Double> values(Scored scored) {
        Map<String, Double> values = new LinkedHashMap<>();
        of(scored.kind()).forEach(metric -> values.put(metric.name(), metric.of(scored)));
        return values;
    }

    /** Wilson's interval for proportions of examples, the bootstrap's for the rest. */
    public static Interval interval(Metric metric, Scored scored, int draws, long seed, double level) {
        return intervals(List.of(metric), scored, draws, seed, level).get(metric.name());
    }

    /** The same for several metrics, by name and in order, from the same draws. */
    public static Map<String, Interval> intervals(
            List<? extends Metric> metrics, Scored scored, int draws, long seed, double level) {
        List<? extends Metric> others = metrics.stream()
                .filter(metric -> !(metric instanceof Proportion))
                .toList();
        Map<String, Interval> drawn =
                others.isEmpty() ? Map.of() : Bootstrap.intervals(others, scored, draws, seed, level);
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            Interval interval = metric instanceof Proportion proportion
                    ? Wilson.interval(proportion.count(scored), scored.size(), level)
                    : drawn.get(metric.name());
            intervals.put(metric.name(), interval);
        }
        return intervals;
    }
}
