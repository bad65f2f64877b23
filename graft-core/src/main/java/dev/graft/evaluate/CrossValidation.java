package dev.graft.evaluate;

import dev.graft.data.Dataset;
import dev.graft.data.Folds;
import dev.graft.data.Target;
import dev.graft.metric.Interval;
import dev.graft.metric.Metric;
import dev.graft.metric.Metrics;
import dev.graft.metric.Scored;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well a way of learning does on examples that it has not seen: every example is tested by a model that was trained
 * without it, without its twins, and with nothing chosen on it.
 *
 * @param folds of all repeats in turn; none for leave-one-out
 * @param metrics every metric of the task, by name, the main one first
 * @param answers to each example by the model that had not seen it, in the order of the data; of the first repeat
 * @param featurePasses how often all data went through the frozen part of a network, or through training
 * @param cut examples that lost a part because they were too long
 * @param seconds that all of it took
 */
public record CrossValidation(
        List<Fold> folds,
        Map<String, Spread> metrics,
        List<Prediction> answers,
        int featurePasses,
        int cut,
        double seconds) {
    /** Of all intervals. */
    public static final double LEVEL = 0.95;

    private static final int DRAWS = 1000;

    /**
     * One part that was tested.
     *
     * @param repeat in [0, repeats)
     * @param number of the part, in [0, folds)
     * @param train examples trained on
     * @param test examples tested on
     * @param values of every metric, by name
     */
    public record Fold(int repeat, int number, int train, int test, Map<String, Double> values) {
        public Fold {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    public CrossValidation {
        folds = List.copyOf(folds);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        answers = List.copyOf(answers);
    }

    /**
     * Every part once for the test, in every repeat. Where all folds agree exactly, which leaves their variance
     * unknown, the interval is that of all answers of the first repeat together. So are value and interval of a metric
     * that a fold leaves undefined, as r2 of one example.
     *
     * @param task of all the data
     */
    public static CrossValidation of(Dataset<?> data, Task task, Folds folds, long seed, Learner learner)
            throws IOException {
        long began = System.nanoTime();
        List<Target> targets = targets(data);
        List<Fold> done = new ArrayList<>();
        Prediction[] first = new Prediction[data.size()];
        List<int[]> repeats = folds.parts(data, seed);
        for (int repeat = 0; repeat < repeats.size(); repeat++) {
            int[] partOf = repeats.get(repeat);
            for (int part = 0; part < folds.count(); part++) {
                int[] test = tested(partOf, part);
                if (test.length > 0) { // groups of twins may be too large for all parts to get one
                    int[] train = trained(partOf, part);
                    List<Prediction> answers = answers(task, learner, train, test);
                    Scored scored = task.score(answers, at(targets, test));
                    done.add(new Fold(repeat, part, train.length, test.length, Metrics.values(scored)));
                    if (repeat == 0) {
                        put(first, test, answers);
                    }
                }
            }
        }
        List<Prediction> answers = Arrays.asList(first);
        Map<String, Spread> metrics = spreads(task, done, task.score(answers, targets), seed);
        return new CrossValidation(done, metrics, answers, done.size(), 0, (System.nanoTime() - began) / 1e9);
    }

    /** Every example once for the test, together with its twins; all answers are judged together. */
    public static CrossValidation leaveOneOut(Dataset<?> data, Task task, long seed, Learner learner)
            throws IOException {
        long began = System.nanoTime();
        int[] partOf = Folds.leftOut(data);
        int parts = IntStream.of(partOf).max().orElseThrow() + 1;
        Prediction[] answers = new Prediction[data.size()];
        for (int part = 0; part < parts; part++) {
            int[] test = tested(partOf, part);
            put(answers, test, answers(task, learner, trained(partOf, part), test));
        }
        return pooled(data, task, seed, Arrays.asList(answers)).took(parts, (System.nanoTime() - began) / 1e9);
    }

    /** Of answers that were given to each example without it. */
    public static CrossValidation pooled(Dataset<?> data, Task task, long seed, List<Prediction> answers)
            throws IOException {
        Scored scored = task.score(answers, targets(data));
        Map<String, Interval> intervals = Metrics.intervals(task.metrics(), scored, DRAWS, seed, LEVEL);
        Map<String, Spread> metrics = new LinkedHashMap<>();
        task.metrics()
                .forEach(metric -> metrics.put(
                        metric.name(), Spread.pooled(metric.of(scored)).with(intervals.get(metric.name()))));
        return new CrossValidation(List.of(), metrics, answers, 1, 0, 0);
    }

    /** The same with what it cost. */
    public CrossValidation took(int passes, double time) {
        return new CrossValidation(folds, metrics, answers, passes, cut, time);
    }

    /** The same of examples some of which were too long. */
    public CrossValidation cutting(int examples) {
        return new CrossValidation(folds, metrics, answers, featurePasses, examples, seconds);
    }

    private static Map<String, Spread> spreads(Task task, List<Fold> folds, Scored all, long seed) {
        double train = folds.stream().mapToInt(Fold::train).average().orElseThrow();
        double test = folds.stream().mapToInt(Fold::test).average().orElseThrow();
        Map<String, Spread> spreads = new LinkedHashMap<>();
        for (Metric metric : task.metrics()) {
            double[] values = folds.stream()
                    .mapToDouble(fold -> fold.values().get(metric.name()))
                    .toArray();
            boolean defined = DoubleStream.of(values).noneMatch(Double::isNaN);
            Spread folded = defined ? Spread.of(values, train, test) : Spread.pooled(metric.of(all));
            Spread spread = folded.with(folded.interval().within(metric.least(), metric.most()));
            spreads.put(
                    metric.name(),
                    spread.interval().isKnown()
                            ? spread
                            : spread.with(Metrics.interval(metric, all, DRAWS, seed, LEVEL)));
        }
        return spreads;
    }

    private static List<Prediction> answers(Task task, Learner learner, int[] train, int[] test) throws IOException {
        return learner.answers(train, test).stream()
                .map(answer -> Aligned.to(task, answer))
                .toList();
    }

    private static void put(Prediction[] into, int[] places, List<Prediction> answers) {
        for (int i = 0; i < places.length; i++) {
            into[places[i]] = answers.get(i);
        }
    }

    private static int[] tested(int[] partOf, int part) {
        return IntStream.range(0, partOf.length).filter(i -> partOf[i] == part).toArray();
    }

    private static int[] trained(int[] partOf, int part) {
        return IntStream.range(0, partOf.length).filter(i -> partOf[i] != part).toArray();
    }

    private static List<Target> at(List<Target> targets, int[] indices) {
        return Arrays.stream(indices).mapToObj(targets::get).toList();
    }

    private static List<Target> targets(Dataset<?> data) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            targets.add(data.target(i));
        }
        return targets;
    }
}
