package dev.graft.cli;

import dev.graft.data.TableOptions;
import dev.graft.data.TargetKind;
import dev.graft.metric.Scored;
import dev.graft.model.Task;
import dev.graft.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a bundle says of the data that it was made of, so that nobody has to say it twice. */
final class Trained {
    private static final String RECIPE = "recipe.json";

    private Trained() {}

    /** How its tables were read; the defaults where it does not say. */
    static TableOptions options(Path bundle) throws IOException {
        Path recipe = bundle.resolve(RECIPE);
        return Files.isRegularFile(recipe)
                ? Recipe.of(Files.readAllBytes(recipe), recipe.toString()).table()
                : TableOptions.DEFAULTS;
    }

    /** What stands in the label column of data that its task is judged by. */
    static TargetKind kind(Task task) {
        if (task.kind() == Scored.Kind.NUMBERS) {
            return TargetKind.NUMBER;
        }
        return task.kind() == Scored.Kind.ONE_LABEL ? TargetKind.LABEL : TargetKind.LABELS;
    }
}
