package dev.graft.train;

import dev.graft.base.BadArgument;
import dev.graft.data.Batch;
import dev.graft.data.ImageInput;
import dev.graft.engine.Autocast;
import dev.graft.engine.Maps;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.image.Preparation;
import dev.graft.model.Model;
import dev.graft.model.Task;
import dev.graft.nn.Flow;

/** A teacher who is shown the very pictures that its pupil sees, cut and mixed as they are, in its own size. */
public final class PresentTeacher implements Teacher {
    private final Model teacher;
    private final long[] columns;
    private final Preparation own;
    private final Precision precision;

    /**
     * @param teacher whose classes include all of the task's
     * @param task what the pupil learns
     * @param input of the pupil
     * @param precision that the teacher computes in
     */
    public PresentTeacher(Model teacher, Task task, ImageInput input, Precision precision) {
        this.teacher = teacher;
        this.own = input.preparation();
        this.precision = precision;
        columns = TeacherClasses.columns(teacher.task(), task);
        if (!(teacher.body().input() instanceof ImageInput shown)
                || shown.preparation().channels() != own.channels()) {
            throw new BadArgument(
                    "the teacher must read pictures of " + own.channels() + " channels as its pupil does");
        }
    }

    @Override
    public int width() {
        return teacher.body().width();
    }

    @Override
    public Flow answers(Batch batch) {
        Flow inputs = batch.inputs();
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Flow features;
            try (Autocast half = Autocast.open(precision)) {
                features = teacher.features(inputs.with(Flow.PIXELS, seen(inputs.get(Flow.PIXELS))));
            }
            try (Autocast full = Autocast.open(Precision.FP32)) {
                Tensor all = teacher.output().head().forward(features).get(Flow.LOGITS);
                return Flow.of(Flow.LOGITS, scope.keep(Teacher.picked(all, columns)))
                        .with(Flow.POOLED, scope.keep(features.get(Flow.POOLED)));
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
}
