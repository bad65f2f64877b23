package dev.graft.evaluate;

import dev.graft.data.Dataset;
import dev.graft.data.Text;
import dev.graft.model.NumberTask;
import dev.graft.model.Prediction;
import dev.graft.model.SeveralLabels;
import dev.graft.model.Task;
import dev.graft.data.Labels;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** Says of everything how common each class is in training; of numbers their mean. */
public record Majority() implements Baseline {
    @Override
    public String name() {
        return "majority";
    }

    @Override
    public List<Prediction> fitAndPredict(Dataset<Text> train, Dataset<Text> test, Task task) throws IOException {
        return Collections.nCopies(test.size(), answer(train, task));
    }

    private static Prediction answer(Dataset<Text> train, Task task) throws IOException {
        if (task instanceof NumberTask number) {
            return new Prediction.Amount(number.mean());
        }
        Labels labels = Labels.inOrder(task.classes());
        float[] shares = new float[labels.size()];
        for (int i = 0; i < train.size(); i++) {
            for (String name : train.target(i).classes()) {
                shares[labels.index(name)] += 1f / train.size();
            }
        }
        return task instanceof SeveralLabels several
                ? new Prediction.AnyOf(labels, shares, several.threshold())
                : new Prediction.OneOf(labels, shares);
    }
}
