package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.ImageInput;
import dev.graft.data.Modality;
import dev.graft.engine.Precision;
import dev.graft.image.Augmentation;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Task;
import dev.graft.train.Distillation;
import dev.graft.train.Distillation.Lesson;
import dev.graft.train.KnownTeacher;
import dev.graft.train.Plan;
import dev.graft.train.PresentTeacher;
import dev.graft.train.Teacher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The teacher of a run while it lasts; mostly there is none. */
final class Teaching implements AutoCloseable {
    private final Transfer transfer;
    private final Optional<Model> model;
    private Optional<Distillation> term = Optional.empty();

    private Teaching(Transfer transfer, Optional<Model> model) {
        this.transfer = transfer;
        this.model = model;
    }

    /** Refuses a strategy and a teacher that do not belong together, before any data are read. */
    static void check(Transfer transfer) throws IOException {
        Strategy strategy = transfer.strategy();
        Optional<String> teacher = transfer.prior().teacher();
        Check.that(
                teacher.isPresent() || !strategy.needsTeacher(),
                "strategy " + strategy.name() + " learns from a fitted model; name its bundle by --teacher");
        Check.that(
                teacher.isEmpty() || strategy.taught().isPresent(),
                "strategy " + strategy.name() + " learns from no --teacher; choose --strategy distil");
        if (teacher.isPresent() && !Bundle.isAt(Path.of(teacher.get()))) {
            throw new BadInput(
                    teacher.get(), "is no bundle, as a teacher must be; make one of the same data by graft train");
        }
    }

    static Teaching open(Transfer transfer) throws IOException {
        Optional<String> bundle = transfer.prior().teacher();
        return new Teaching(
                transfer,
                bundle.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Bundle.load(
                                Path.of(bundle.get()), transfer.run().hub())));
    }

    /** The plan with the teacher's part in it. @param train what the body learns from, in its order */
    Plan taught(Plan plan, Backbone body, Task task, Dataset<?> train, long seed) throws IOException {
        if (model.isEmpty()) {
            return plan;
        }
        Lesson lesson = transfer.strategy().taught().orElseThrow();
        term = Optional.of(new Distillation(teacher(body, task, train), lesson, body.width(), seed));
        return plan.with(term.get());
    }

    private Teacher teacher(Backbone body, Task task, Dataset<?> train) throws IOException {
        Modality shown = model.get().body().input().modality();
        Modality read = body.input().modality();
        if (shown != read) {
            throw new BadArgument("the teacher is for " + shown + " and its pupil for " + read
                    + "; choose a teacher that was trained on the same data");
        }
        Precision precision = transfer.run().precision().orElse(Precision.fastest());
        return varies(body)
                ? new PresentTeacher(model.get(), task, (ImageInput) body.input(), precision)
                : KnownTeacher.of(model.get(), task, train, transfer.run().progress());
    }

    /** Whether an example looks otherwise in each epoch. */
    private static boolean varies(Backbone body) {
        return body.input() instanceof ImageInput input
                && (!input.augmentation().equals(Augmentation.NONE)
                        || input.mixing().isPresent());
    }

    @Override
    public void close() {
        term.ifPresent(Distillation::close);
        model.ifPresent(Model::close);
    }
}
