package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.PreparedSet;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.metric.Metric;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import dev.graft.nn.Flow;
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

    /** Of a model whose body gives these features. @param rows (N, D) */
    double of(Model model, float[][] rows) {
        int width = rows[0].length;
        float[] all = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * width, width);
        }
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            return of(model.task(), model.decode(Flow.of(Flow.POOLED, Tensor.of(all, rows.length, width))));
        }
    }

    /** What a body that stays as it is makes of the examples, (N, D). */
    float[][] features(Backbone body, Transfer.Run run) throws IOException {
        return Features.of(body, examples, body.stages().count(), run.answers(body), run.keep(), done -> {})
                .rows();
    }

    private double of(Task task, List<Prediction> answers) {
        Metric metric = task.metrics().get(0);
        double value = metric.of(task.score(answers, examples.targets()));
        return metric.higherIsBetter() ? value : -value;
    }
}
