package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.data.ImageInput;
import dev.graft.engine.Precision;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Task;
import dev.graft.train.Distillation;
import dev.graft.train.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The teacher of a run while it lasts; mostly there is none. */
record Teaching(Optional<Model> teacher, Optional<Distillation> term) implements AutoCloseable {
    /** @param body that learns @param task what it learns */
    static Teaching open(Transfer transfer, Backbone body, Task task) throws IOException {
        Prior prior = transfer.prior();
        if (prior.teacher().isEmpty()) {
            return new Teaching(Optional.empty(), Optional.empty());
        }
        Path bundle = Path.of(prior.teacher().get());
        if (!Bundle.isAt(bundle)) {
            throw new BadInput(
                    bundle.toString(), "is no bundle, as a teacher must be; make one of the same data by graft train");
        }
        if (!(body.input() instanceof ImageInput input)) {
            throw new BadArgument("--teacher is for pictures; leave it out for texts");
        }
        Model teacher = Bundle.load(bundle, transfer.run().hub());
        try {
            Precision precision = transfer.run().precision().orElse(Precision.fastest());
            Distillation term = new Distillation(teacher, task, input, prior.pull(), prior.temperature(), precision);
            return new Teaching(Optional.of(teacher), Optional.of(term));
        } catch (RuntimeException e) {
            teacher.close();
            throw e;
        }
    }

    Plan taught(Plan plan) {
        return term.isPresent() ? plan.with(term.get()) : plan;
    }

    @Override
    public void close() {
        term.ifPresent(Distillation::close);
        teacher.ifPresent(Model::close);
    }
}
