package dev.graft.cli;

import dev.graft.base.ByteSource;
import dev.graft.data.TableOptions;
import dev.graft.data.TargetKind;
import dev.graft.metric.Scored;
import dev.graft.model.Provenance;
import dev.graft.model.Task;
import dev.graft.recipe.MultiRecipe;
import dev.graft.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What a bundle says of the data that it was made of, so that nobody has to say it twice. */
final class Trained {
    private static final String RECIPE = "recipe.json";

    private Trained() {}

    /**
     * How its tables were read; the defaults where it does not say.
     *
     * @param output of a model with several, each of which may have a label column of its own; else the first
     */
    static TableOptions options(Path bundle, Optional<String> output) throws IOException {
        Path several = bundle.resolve(MultiRecipe.FILE);
        if (Files.isRegularFile(several)) {
            return MultiRecipe.table(ByteSource.whole(several, ByteSource.DESCRIPTION), output, several.toString());
        }
        Path recipe = bundle.resolve(RECIPE);
        return Files.isRegularFile(recipe)
                ? Recipe.table(ByteSource.whole(recipe, ByteSource.DESCRIPTION), recipe.toString())
                : TableOptions.DEFAULTS;
    }

    /** A model and the data that it is judged on, in sentences for a report. */
    static List<String> facts(Provenance from, String data) {
        Object strategy = from.strategy().getOrDefault("name", "");
        return List.of(
                "Strategy " + strategy + " on backbone " + from.backbone() + ", trained on " + from.examples()
                        + " examples with seed " + from.seed() + ", by Graft " + from.version() + ".",
                "Judged on " + data + ", " + LocalDate.now(ZoneId.systemDefault()) + ".");
    }

    /** What stands in the label column of data that its task is judged by. */
    static TargetKind kind(Task task) {
        if (task.kind() == Scored.Kind.NUMBERS) {
            return TargetKind.NUMBER;
        }
        return task.kind() == Scored.Kind.ONE_LABEL ? TargetKind.LABEL : TargetKind.LABELS;
    }
}
