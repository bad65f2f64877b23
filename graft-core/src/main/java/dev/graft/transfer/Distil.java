package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Distillation.Lesson;
import dev.graft.train.Plan;
import java.util.Optional;

/**
 * Fine-tunes everything, from a teacher's answers more than from the labels: a small network learns what a larger one
 * knows. Source: Hinton et al., 2015, section 2; temperature and factors as in AutoGluon's multimodal distiller.
 *
 * @param lesson what counts how much
 * @param tuning what trains, how fast and how long
 */
public record Distil(Lesson lesson, FineTune tuning) implements Strategy {
    private static final Lesson USUAL = new Lesson(0.1, 1, 5, 0);

    public static final Distil DEFAULTS = new Distil(USUAL, FineTune.DEFAULTS);

    /** For pictures. */
    public static final Distil PICTURES = new Distil(USUAL, FineTune.PICTURES);

    @Override
    public String name() {
        return "distil";
    }

    @Override
    public String title() {
        return "all layers, from the answers of a fitted model (--teacher) and the labels";
    }

    @Override
    public HeadShape head() {
        return tuning.head();
    }

    @Override
    public Optional<Lesson> taught() {
        return Optional.of(lesson);
    }

    @Override
    public boolean needsTeacher() {
        return true;
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        return tuning.plan(stages, data);
    }
}
