package dev.graft.bench.study;

import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.base.Storage;
import dev.graft.data.Modality;
import dev.graft.engine.Engine;
import dev.graft.hub.Hub;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.train.Progress;
import dev.graft.transfer.Guard;
import dev.graft.transfer.Strategies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The run that {@link ResumeStudy} kills. Arguments: where the bundle goes; whether to resume; the strategy. */
final class ResumeChild {
    /** Printed once the first step of this process is done. */
    static final String STEP = "first step";

    private ResumeChild() {}

    public static void main(String[] arguments) throws IOException {
        Engine.warm(); // as the command line does
        Path out = Path.of(arguments[0]);
        Path data = out.resolveSibling("messages.csv");
        if (!Files.exists(data)) {
            try (InputStream in = Catalog.class.getResourceAsStream("/dev/graft/demo/messages.csv")) {
                Storage.LOCAL.writeFile(data, in::transferTo);
            }
        }
        boolean auto = arguments[2].equals(TimedFit.AUTO);
        Recipe recipe = Recipe.draft(
                        data.toString(), Catalog.DEFAULT_TEXT, Strategies.named(arguments[2], Modality.TEXT))
                .procedure(auto ? Optional.of(Guard.DEFAULTS) : Optional.empty())
                .build();
        Progress progress = new Progress() {
            private boolean said;

            @Override
            public void at(long done, String note) {
                if (!said && note.startsWith("loss")) {
                    System.out.println(STEP);
                    said = true;
                }
            }
        };
        TrainJob.Options options = new TrainJob.Options(
                Boolean.parseBoolean(arguments[1]), false, Hub.standard(), Features.Keep.NOTHING, progress);
        new TrainJob(recipe, out, options).run();
    }
}
