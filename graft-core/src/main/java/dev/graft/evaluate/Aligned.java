package dev.graft.evaluate;

import dev.graft.base.BadArgument;
import dev.graft.data.Labels;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.model.SeveralLabels;
import dev.graft.model.Task;

/** Answers of models that know different labels, as one task counts them. */
final class Aligned {
    private Aligned() {}

    /** The same answer over the task's labels: a label that the model does not know has a probability of 0. */
    static Prediction to(Task task, Prediction given) {
        if (task instanceof OneLabel one && given instanceof Prediction.OneOf answer) {
            return answer.labels().equals(one.labels())
                    ? answer
                    : new Prediction.OneOf(one.labels(), moved(one.labels(), answer.labels(), answer.probabilities()));
        }
        if (task instanceof SeveralLabels several && given instanceof Prediction.AnyOf answer) {
            return answer.labels().equals(several.labels())
                    ? answer
                    : new Prediction.AnyOf(
                            several.labels(),
                            moved(several.labels(), answer.labels(), answer.probabilities()),
                            answer.threshold());
        }
        return given;
    }

    private static float[] moved(Labels to, Labels from, float[] probabilities) {
        float[] moved = new float[to.size()];
        for (int c = 0; c < probabilities.length; c++) {
            if (!to.contains(from.name(c))) {
                throw new BadArgument(
                        "the model answers '" + from.name(c) + "', which is no label of these data: " + to.names());
            }
            moved[to.index(from.name(c))] = probabilities[c];
        }
        return moved;
    }
}
