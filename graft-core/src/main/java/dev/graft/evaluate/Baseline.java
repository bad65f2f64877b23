package dev.graft.evaluate;

import dev.graft.data.Dataset;
import dev.graft.data.Text;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.List;

/** Something simple that a model must beat to be worth its cost. */
public interface Baseline {
    /** As it stands in tables and JSON. */
    String name();

    /** Learns from one dataset and answers another. */
    List<Prediction> fitAndPredict(Dataset<Text> train, Dataset<Text> test, Task task) throws IOException;
}
