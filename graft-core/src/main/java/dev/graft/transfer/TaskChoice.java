package dev.graft.transfer;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Labels;
import dev.graft.data.Target;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import dev.graft.model.SeveralLabels;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.List;

/**
 * What is made of the targets of a dataset.
 *
 * @param balance whether rare classes count as much as common ones
 * @param smoothing share of each label that is spread over all classes while training by steps, in [0, 1)
 * @param threshold probability from which on one of several labels is given, in (0, 1]
 */
public record TaskChoice(boolean balance, double smoothing, double threshold) {
    public static final TaskChoice DEFAULTS = new TaskChoice(false, 0, 0.5);

    public TaskChoice {
        Check.share("smoothing", smoothing);
        Check.fraction("threshold", threshold);
    }

    /** The task that fits the targets. */
    public Task of(Dataset<?> data, Facts facts) throws IOException {
        Labels labels = Labels.of(facts.counts().keySet());
        return switch (facts.kind()
                .orElseThrow(() -> new BadArgument(data.name() + " has no labels; training needs some"))) {
            case LABEL -> new OneLabel(labels, balance ? balanced(labels, facts) : List.of(), smoothing);
            case LABELS -> new SeveralLabels(labels, balance ? positives(labels, facts) : List.of(), threshold);
            case NUMBER -> number(data);
        };
    }

    /** Examples over classes times the class's own examples, as scikit-learn's {@code balanced}. */
    private static List<Double> balanced(Labels labels, Facts facts) {
        return labels.names().stream()
                .map(name -> (double) facts.examples()
                        / (labels.size() * (double) facts.counts().get(name)))
                .toList();
    }

    /** Examples without a label over those with it. */
    private static List<Double> positives(Labels labels, Facts facts) {
        return labels.names().stream()
                .map(name -> (facts.examples() - facts.counts().get(name))
                        / (double) facts.counts().get(name))
                .map(weight -> Math.max(weight, 1e-3))
                .toList();
    }

    private static Task number(Dataset<?> data) throws IOException {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < data.size(); i++) {
            sum += ((Target.Value) data.target(i)).number();
        }
        double mean = sum / data.size();
        for (int i = 0; i < data.size(); i++) {
            double off = ((Target.Value) data.target(i)).number() - mean;
            squares += off * off;
        }
        double deviation = Math.sqrt(squares / data.size());
        Check.that(deviation > 0, "all numbers in " + data.name() + " are " + mean + "; there is nothing to learn");
        return new NumberTask(mean, deviation);
    }
}
