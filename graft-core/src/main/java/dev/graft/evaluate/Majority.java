package dev.graft.evaluate;

import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Labels;
import dev.graft.data.Target;
import dev.graft.metric.Scored;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.model.SeveralLabels;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;

/** The same answer to everything: how frequent each class is in the training part; for numbers their mean. */
public record Majority() implements Baseline {
    @Override
    public String name() {
        return "majority";
    }

    @Override
    public String name(Task task) {
        return task.kind() == Scored.Kind.NUMBERS ? "mean" : name();
    }

    @Override
    public String title() {
        return "the most frequent answer, whatever the input";
    }

    @Override
    public boolean takes(Dataset<?> data) {
        return true;
    }

    @Override
    public Answers answers(Dataset<?> train, Dataset<?> test, Task task, long seed) throws IOException {
        Check.that(train.size() > 0, train.name() + " must have examples to count, has none");
        return new Answers(Collections.nCopies(test.size(), answer(train, task)), Map.of());
    }

    private static Prediction answer(Dataset<?> train, Task task) throws IOException {
        if (task instanceof OneLabel one) {
            return new Prediction.OneOf(one.labels(), frequencies(train, one.labels()));
        }
        if (task instanceof SeveralLabels several) {
            return new Prediction.AnyOf(several.labels(), frequencies(train, several.labels()), several.threshold());
        }
        double sum = 0;
        for (int i = 0; i < train.size(); i++) {
            sum += ((Target.Value) train.target(i)).number();
        }
        return new Prediction.Amount(sum / train.size());
    }

    private static float[] frequencies(Dataset<?> train, Labels labels) throws IOException {
        int[] counts = new int[labels.size()];
        for (int i = 0; i < train.size(); i++) {
            for (String name : train.target(i).classes()) {
                counts[labels.index(name)]++;
            }
        }
        float[] frequencies = new float[counts.length];
        for (int c = 0; c < counts.length; c++) {
            frequencies[c] = (float) counts[c] / train.size();
        }
        return frequencies;
    }
}
