package dev.graft.evaluate;

import dev.graft.data.Dataset;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A way to answer without a pretrained network: what a transfer is measured against. */
public interface Baseline {
    /** The key in JSON, as {@code majority}. */
    String name();

    /** The key where a task is known that has another word for it. */
    default String name(Task task) {
        return name();
    }

    /** What it is, in a few words for people. */
    String title();

    /** Whether it can learn from such inputs. */
    boolean takes(Dataset<?> data) throws IOException;

    /**
     * Learns from one dataset and answers another.
     *
     * @param task what is made of the targets of the training part
     * @param seed of what is drawn, as the parts that a strength is chosen on
     */
    Answers answers(Dataset<?> train, Dataset<?> test, Task task, long seed) throws IOException;

    /**
     * What a baseline says.
     *
     * @param predictions one for each example of the test part
     * @param found what it chose, as {@code strength}
     */
    record Answers(List<Prediction> predictions, Map<String, Object> found) {
        public Answers {
            predictions = List.copyOf(predictions);
            found = Map.copyOf(found);
        }
    }
}
