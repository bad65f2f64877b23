package dev.graft.evaluate;

import dev.graft.data.Dataset;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Learns from some examples of a dataset and answers others of it. */
public interface Learner {
    /**
     * @param train where the examples to learn from stand in the dataset
     * @param test where those to answer stand
     * @return one answer for each of the latter
     */
    List<Prediction> answers(int[] train, int[] test) throws IOException;

    /** A way to make a model from a dataset. */
    interface Maker {
        Model fit(Dataset<?> train) throws IOException;
    }

    /** What is made of the targets of a training part. */
    interface Tasks {
        Task of(Dataset<?> train) throws IOException;
    }

    /** A model from each training part, freed when it has answered. */
    static Learner of(Dataset<?> data, Maker maker) {
        return (train, test) -> {
            try (Model model = maker.fit(data.subset(train))) {
                List<Object> inputs = new ArrayList<>();
                for (int i : test) {
                    inputs.add(data.get(i).input());
                }
                return model.predict(inputs);
            }
        };
    }

    /** A baseline on each training part. @param tasks what is made of the targets of a training part */
    static Learner of(Dataset<?> data, Baseline baseline, Tasks tasks, long seed) {
        return (train, test) -> {
            Dataset<?> part = data.subset(train);
            return baseline.answers(part, data.subset(test), tasks.of(part), seed)
                    .predictions();
        };
    }
}
