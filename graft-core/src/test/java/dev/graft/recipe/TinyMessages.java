package dev.graft.recipe;

import dev.graft.backbone.Features;
import dev.graft.backbone.TinyEncoder;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.testing.Messages;
import dev.graft.train.Progress;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The demo's messages, beside an encoder that is trained in a moment.
 *
 * @param home folder of both
 */
record TinyMessages(Path home) {
    static TinyMessages in(Path home) throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        Messages.all(home);
        return new TinyMessages(home);
    }

    Path table() {
        return home.resolve("messages.csv");
    }

    RecipeDraft recipe(Strategy strategy) {
        return Recipe.draft(table().toString(), home.resolve("tiny").toString(), strategy)
                .precision(Optional.of(Precision.FP32))
                .seed(7)
                .threads(2);
    }

    static TrainJob.Options options(boolean resume, Progress progress) {
        return new TrainJob.Options(resume, false, Hub.standard(), Features.Keep.NOTHING, progress);
    }
}
