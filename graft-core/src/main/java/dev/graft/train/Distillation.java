package dev.graft.train;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.ImageInput;
import dev.graft.engine.Autocast;
import dev.graft.engine.Maps;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.image.Preparation;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.model.Task;
import dev.graft.nn.Flow;
import java.util.List;

/**
 * Draws a network's answers to a teacher's, who is shown the very pictures that the network sees, cut and mixed as they
 * are, in the teacher's own size. The distance is that of Kullback and Leibler between both answers at a temperature,
 * times its square. Source: Hinton et al., "Distilling the Knowledge in a Neural Network", 2015.
 */
public final class Distillation implements Term {
    private final Model teacher;
    private final Tensor columns;
    private final Preparation own;
    private final double weight;
    private final double temperature;
    private final Precision precision;

    /**
     * @param teacher whose classes include all of the task's; it stays its owner's to close
     * @param input of the network that learns
     * @param weight of this term beside the labels' loss, above 0
     * @param temperature that both answers are softened by, above 0
     * @param precision that the teacher computes in
     */
    public Distillation(
            Model teacher, Task task, ImageInput input, double weight, double temperature, Precision precision) {
        this.teacher = teacher;
        this.own = input.preparation();
        this.weight = Check.positive("weight of the teacher", weight);
        this.temperature = Check.positive("temperature", temperature);
        this.precision = precision;
        if (!(teacher.task() instanceof OneLabel) || !(task instanceof OneLabel)) {
            throw new BadArgument("a teacher and its pupil must both give one label to each picture");
        }
        if (!(teacher.body().input() instanceof ImageInput shown)
                || shown.preparation().channels() != own.channels()) {
            throw new BadArgument(
                    "the teacher must read pictures of " + own.channels() + " channels as its pupil does");
        }
        long[] places = task.classes().stream()
                .mapToLong(name -> place(name, teacher.task().classes()))
                .toArray();
        try (Scope scope = Scope.open()) {
            columns = scope.own(Tensor.of(places, places.length));
        }
    }

    private static int place(String name, List<String> known) {
        int place = known.indexOf(name);
        if (place < 0) {
            throw new BadArgument("the teacher does not know class '" + name + "'; train it on the same classes first,"
                    + " as by graft train DATA --out TEACHER");
        }
        return place;
    }

    @Override
    public Tensor of(Step step) {
        Tensor wanted = answers(step.feeds().get(Fit.LABELLED).inputs()).mul(1 / temperature);
        Tensor given = step.outputs().get(Fit.LABELLED).get(Flow.LOGITS).mul(1 / temperature);
        Tensor apart = wanted.logSoftmax(-1).sub(given.logSoftmax(-1));
        Tensor distance = wanted.softmax(-1).mul(apart).sum(-1, false).mean();
        return distance.mul(weight * temperature * temperature);
    }

    /** The teacher's logits of a batch, in the pupil's order of classes. */
    private Tensor answers(Flow inputs) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Flow features;
            try (Autocast half = Autocast.open(precision)) {
                features = teacher.features(inputs.with(Flow.PIXELS, seen(inputs.get(Flow.PIXELS))));
            }
            try (Autocast full = Autocast.open(Precision.FP32)) {
                return scope.keep(teacher.output()
                        .head()
                        .forward(features)
                        .get(Flow.LOGITS)
                        .pick(1, columns));
            }
        }
    }

    /** Pixels as the pupil has them, as the teacher wants them. */
    private Tensor seen(Tensor pixels) {
        Preparation its = ((ImageInput) teacher.body().input()).preparation();
        Tensor x = pixels;
        if (!its.mean().equals(own.mean()) || !its.deviation().equals(own.deviation())) {
            float[] scale = new float[own.channels()];
            float[] shift = new float[own.channels()];
            for (int c = 0; c < scale.length; c++) {
                scale[c] = (float) (own.deviation().get(c) / its.deviation().get(c));
                shift[c] = (float) ((own.mean().get(c) - its.mean().get(c))
                        / its.deviation().get(c));
            }
            x = x.mul(Tensor.of(scale, 1, scale.length, 1, 1)).add(Tensor.of(shift, 1, shift.length, 1, 1));
        }
        return x.size(2) == its.size() ? x : Maps.bicubic(x, its.size(), its.size(), false, x.size(2) > its.size());
    }

    /** Frees what this term itself holds. */
    public void close() {
        columns.close();
    }
}
