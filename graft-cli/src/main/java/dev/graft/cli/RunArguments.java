package dev.graft.cli;

import dev.graft.backbone.Features;
import dev.graft.engine.Engine;
import dev.graft.hub.Hub;
import dev.graft.recipe.Extent;
import dev.graft.recipe.RecipeDraft;
import dev.graft.recipe.TrainJob;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a run that makes a bundle is carried out, whatever learns. */
final class RunArguments {
    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = "Time that all of it may take, as 90s, 5m or 1h: what fits is found out first.")
    private Optional<Duration> budget = Optional.empty();

    @Option(names = "--baseline", description = "Also train the classical baseline, for comparison.")
    private boolean baseline;

    @Option(names = "--resume", description = "Go on with a run that was stopped.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Replace BUNDLE, and the files that are written beside it.")
    private boolean overwrite;

    @Option(names = "--standalone", description = "Copy all weights into the bundle though only a head was trained.")
    private boolean standalone;

    boolean hasBudget() {
        return budget.isPresent();
    }

    boolean overwrites() {
        return overwrite;
    }

    /** What concerns a training, and whether it was given. */
    Map<String, Boolean> given() {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--budget", budget.isPresent());
        given.put("--baseline", baseline);
        given.put("--resume", resume);
        given.put("--standalone", standalone);
        return given;
    }

    /** Writes into a recipe what of it repeats the run. */
    RecipeDraft into(RecipeDraft draft, Session session) {
        return draft.seed(session.seed())
                .threads(session.threads().orElseGet(Engine::threads))
                .baseline(baseline)
                .standalone(standalone)
                .extent(Extent.within(budget));
    }

    TrainJob.Options options(Session session, Hub hub, Features.Keep keep) {
        return new TrainJob.Options(resume, overwrite, hub, keep, session.progress(), session.began());
    }
}
