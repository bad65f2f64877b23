package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.data.Dataset;
import dev.graft.data.PreparedSet;
import dev.graft.metric.Metric;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.List;

/** The main metric of a task on examples held back, turned so that higher is better. */
record Validation(PreparedSet examples) {
    static Validation of(Backbone body, Dataset<?> data) throws IOException {
        return new Validation(PreparedSet.of(body.input(), data));
    }

    double of(Model model) {
        return of(model.task(), model.predict(examples));
    }

    double of(Task task, List<Prediction> answers) {
        Metric metric = task.metrics().get(0);
        double value = metric.of(task.score(answers, examples.targets()));
        return metric.higherIsBetter() ? value : -value;
    }
}
