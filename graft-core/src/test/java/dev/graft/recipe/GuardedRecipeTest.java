package dev.graft.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Features;
import dev.graft.data.Modality;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Progress;
import dev.graft.transfer.Guard;
import dev.graft.transfer.Lora;
import dev.graft.transfer.ProbeFineTune;
import dev.graft.transfer.Procedure;
import dev.graft.transfer.Soup;
import dev.graft.transfer.Steps;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe of several fits: written down, carried out, told of. */
class GuardedRecipeTest {
    @TempDir
    Path folder;

    private Recipe recipe(Optional<Procedure> procedure) throws IOException {
        Messages.all(folder);
        Steps ruinous = new Steps(3, 1, 32, "adamw", 0.01, "linear", 0.1, 1, 1, 1, 1, 0);
        Strategy strategy = new ProbeFineTune(0, 1, true, ruinous);
        return Recipe.draft(folder.resolve("messages.csv").toString(), "all-minilm-l6-v2", strategy)
                .procedure(procedure)
                .precision(Optional.of(Precision.FP32))
                .seed(7)
                .threads(2)
                .build();
    }

    private TrainResult run(Recipe recipe, Path out) throws IOException {
        return new TrainJob(
                        recipe,
                        out,
                        new TrainJob.Options(false, false, Hub.standard(), Features.Keep.NOTHING, Progress.SILENT))
                .run();
    }

    @Test
    void isReadBackAsItWasWritten() throws IOException {
        for (Procedure procedure : new Procedure[] {Guard.DEFAULTS, new Soup(3, true)}) {
            Recipe recipe = recipe(Optional.of(procedure));
            assertThat(Recipe.of(recipe.json(), "recipe.json")).isEqualTo(recipe);
        }
        String none = new String(recipe(Optional.empty()).json(), java.nio.charset.StandardCharsets.UTF_8);
        String older = none.replaceFirst("\\s*\"procedure\" : null,", "");
        assertThat(older).isNotEqualTo(none);
        assertThat(Recipe.of(older.getBytes(java.nio.charset.StandardCharsets.UTF_8), "older"))
                .isEqualTo(recipe(Optional.empty()));
    }

    /** A run that goes on reads its recipe, whatever it learns by. */
    @Test
    void isReadBackWhateverItsStrategy() throws IOException {
        for (Modality modality : new Modality[] {Modality.TEXT, Modality.IMAGE}) {
            for (Strategy strategy : Strategies.all(modality)) {
                Recipe recipe = Recipe.draft("data", "some", strategy).build();
                assertThat(Recipe.of(recipe.json(), "recipe.json"))
                        .as(strategy.name())
                        .isEqualTo(recipe);
                MultiRecipe several = new MultiRecipe(
                        recipe, Map.of("a", "b"), Map.of(), Map.of("a", "0.2"), Map.of(), 1, Map.of(), true);
                assertThat(Recipe.read(Recipe.written(several), MultiRecipe.class, "multitask.json"))
                        .as(strategy.name())
                        .isEqualTo(several);
            }
        }
    }

    @Test
    void theGuardsProbeIsWhatIsSavedAndSaid() throws IOException {
        Path out = folder.resolve("guarded");

        TrainResult result = run(recipe(Optional.of(new Guard(3, false))), out);

        assertThat(result.strategy()).isEqualTo("probe");
        assertThat(result.toJson()).containsEntry("strategy", "probe");
        assertThat(result.notes()).anyMatch(note -> note.startsWith("went back to the probe: fine-tuning gave 0."));
        assertThat(result.validation()).isEqualTo(34); // a tenth of four fifths of 420
        assertThat(Files.readString(out.resolve("README.md"))).contains("by the strategy `probe`");
        try (Model model = Model.load(out)) {
            assertThat(model.provenance().bodyTrained()).isFalse();
        }
    }

    private static final String NO_BETTER =
            "on the validation part this is no better than the probe of the same network";

    @Test
    void aStrategyThatWasNamedRunsAsNamedAndWarns() throws IOException {
        TrainResult result = run(recipe(Optional.empty()), folder.resolve("named"));

        assertThat(result.strategy()).isEqualTo("probe-finetune");
        assertThat(result.notes()).anyMatch(note -> note.startsWith(NO_BETTER));
    }

    @Test
    void soDoesOneThatBeginsWithoutAProbe() throws IOException {
        Strategy ruinous = Lora.DEFAULTS.with("epochs", 1).with("rate", 1);
        Recipe recipe = recipe(Optional.empty()).copy().strategy(ruinous).build();

        TrainResult result = run(recipe, folder.resolve("named"));

        assertThat(result.strategy()).isEqualTo("lora");
        assertThat(result.notes())
                .filteredOn(note -> note.startsWith(NO_BETTER))
                .hasSize(1);
        Matcher said = Pattern.compile("accuracy ([0-9.]+), the probe ([0-9.]+)")
                .matcher(result.notes().toString());
        assertThat(said.find()).isTrue();
        assertThat(Double.parseDouble(said.group(1))).isLessThan(Double.parseDouble(said.group(2)));
        assertThat(Double.parseDouble(said.group(2))).isGreaterThan(0.6);
    }
}
