package dev.graft.evaluate;

import dev.graft.metric.Interval;
import dev.graft.metric.Metric;
import dev.graft.metric.Paired;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a model is worth its while: itself beside the best of the baselines, on the same examples.
 *
 * @param baseline the best one
 * @param metric by which they are compared
 * @param gain how much better the model is by that metric, negative where it is worse
 * @param interval of the gain, 95 %, from draws of the same examples for both
 */
public record Verdict(String baseline, String metric, double gain, Interval interval) {
    private static final int DRAWS = 1000;
    private static final double LEVEL = 0.95;

    /** @param baselines at least one, judged on the examples of {@code model} in their order */
    public static Verdict of(Evaluation model, Map<String, Evaluation> baselines) {
        Metric metric = model.main();
        double sign = metric.higherIsBetter() ? 1 : -1;
        String best = "";
        double most = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Evaluation> baseline : baselines.entrySet()) {
            double value = sign * baseline.getValue().value(metric);
            if (best.isEmpty() || value > most) {
                best = baseline.getKey();
                most = value;
            }
        }
        Interval found =
                Paired.difference(metric, model.scored(), baselines.get(best).scored(), DRAWS, 42, LEVEL);
        Interval gain = sign > 0 || !found.isKnown() ? found : new Interval(-found.high(), -found.low());
        return new Verdict(best, metric.name(), sign * model.value(metric) - most, gain);
    }

    /** Whether the gain is beyond doubt, at 95 %. */
    public boolean better() {
        return interval.isKnown() && interval.low() > 0;
    }

    /** Whether the baseline is better beyond doubt, at 95 %. */
    public boolean worse() {
        return interval.isKnown() && interval.high() < 0;
    }

    /** For {@code --json}. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("baseline", baseline);
        json.put("metric", metric);
        json.put("gain", Double.isFinite(gain) ? gain : null);
        if (interval.isKnown()) {
            json.put("gainInterval", java.util.List.of(interval.low(), interval.high()));
        }
        json.put("helped", better());
        return json;
    }

    /** One sentence for people. */
    @Override
    public String toString() {
        String by = String.format(Locale.ROOT, "%s by %.3f", metric, Math.abs(gain))
                + (interval.isKnown()
                        ? String.format(Locale.ROOT, " (95 %%: %.3f to %.3f)", interval.low(), interval.high())
                        : "");
        if (better()) {
            return "Better than " + baseline + " in " + by + ".";
        }
        if (worse()) {
            return "Worse than " + baseline + " in " + by + ": it does not help here.";
        }
        return "Not clearly better than " + baseline + ": " + (gain < 0 ? "worse" : "better") + " in " + by
                + "; more test data would tell.";
    }
}
