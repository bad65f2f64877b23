package dev.graft.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.Digest;
import dev.graft.train.Length;
import dev.graft.train.Progress;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.Guard;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.ProbeFineTune;
import dev.graft.transfer.Steps;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run within a budget leaves a recipe that repeats it. */
class BudgetTest {
    private static final int BATCHES = 10; // 302 of 420 messages, in batches of 32

    private static TinyMessages messages;

    @TempDir
    Path temp;

    private final List<String> notes = new ArrayList<>();

    @BeforeAll
    static void makesAnEncoder(@TempDir Path home) throws IOException {
        messages = TinyMessages.in(home);
    }

    private static Strategy tune(int epochs) {
        return new FineTune(
                0, List.of(), new Steps(0.005, epochs, 32, "adamw", 0.01, "linear", 0.1, 1, 1, epochs, 2, 0.1));
    }

    private static Recipe recipe(Strategy strategy, Extent extent) {
        return messages.recipe(strategy).standalone(true).extent(extent).build();
    }

    private static Recipe guarded(double seconds) {
        return recipe(ProbeFineTune.DEFAULTS.mixed(), Extent.within(seconds))
                .copy()
                .procedure(Optional.of(Guard.DEFAULTS))
                .build();
    }

    private TrainResult run(Recipe recipe, String out, boolean resume) throws IOException {
        Progress noted = new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        return new TrainJob(recipe, temp.resolve(out), TinyMessages.options(resume, noted)).run();
    }

    private String model(String out) throws IOException {
        Path bundle = temp.resolve(out);
        return Digest.sha256(bundle.resolve("model.safetensors"))
                + Digest.sha256(bundle.resolve("head.safetensors"))
                + Digest.sha256(bundle.resolve("evaluation.json"));
    }

    @Test
    void moreTimeThanIsWantedChangesNothing() throws IOException {
        TrainResult within = run(recipe(tune(2), Extent.within(10_000)), "within", false);
        assertThat(within.recipe()).isEqualTo(recipe(tune(2), Extent.ALL));
        assertThat(within.notes()).noneMatch(note -> note.contains("budget"));
        run(recipe(tune(2), Extent.ALL), "without", false);
        assertThat(model("within")).isEqualTo(model("without"));
        assertThat(temp.resolve("within.part")).doesNotExist();
    }

    /** What a clock kept from being tried is not tried where the recipe is repeated without one. */
    @Test
    void aGuardUnderABudgetLeavesOutTuningOnPairsWhereverItIsRepeated() throws IOException {
        TrainResult within = run(guarded(10_000), "within", false);
        assertThat(within.recipe().procedure()).contains(new Guard(3, false));
        run(within.recipe(), "again", false);
        assertThat(model("again")).isEqualTo(model("within"));
    }

    /** However fast the machine is, a million epochs do not fit into four seconds. */
    @Test
    void lessTimeThanIsWantedIsResolvedIntoNumbersThatRepeatTheRun() throws IOException {
        TrainResult first = run(recipe(tune(1_000_000), Extent.within(4)), "first", false);
        assertThat(first.recipe().extent().budget()).isZero();
        assertThat(first.recipe()).isNotEqualTo(recipe(tune(1_000_000), Extent.ALL));
        assertThat(notes).anyMatch(note -> note.startsWith("the budget "));
        byte[] kept = Files.readAllBytes(temp.resolve("first").resolve("recipe.json"));
        Recipe recorded = Recipe.of(kept, "recipe.json");
        assertThat(recorded.extent()).isEqualTo(first.recipe().extent());

        TrainResult again = run(first.recipe(), "again", false);
        assertThat(again.recipe()).isEqualTo(first.recipe());
        assertThat(model("again")).isEqualTo(model("first"));
    }

    /** No machine opens a network in a millisecond. */
    @Test
    void tooShortForOneEpochIsAWarningAndTheProbe() throws IOException {
        TrainResult result = run(recipe(tune(3), Extent.within(0.001)), "short", false);
        assertThat(result.recipe().strategy()).isEqualTo(LinearProbe.DEFAULTS);
        assertThat(result.recipe().extent().examples()).isPositive();
        assertThat(result.notes()).anyMatch(note -> note.startsWith("learned from a stratified share: "));
        assertThat(notes)
                .anyMatch(note -> note.startsWith("the budget is too short for strategy finetune: one epoch would take")
                        && note.endsWith("you get the probe"));
        assertThat(result.notes())
                .contains("the budget was too short for strategy finetune: this is the probe")
                .anyMatch(note -> note.matches(
                        "from the start of the process the run took .* s, more than the budget of 0\\.0 s"));
        TrainResult again = run(result.recipe(), "again", false);
        assertThat(again.notes()).noneMatch(note -> note.contains("budget"));
        assertThat(again.evaluation().examples()).isEqualTo(result.evaluation().examples());
        assertThat(model("again")).isEqualTo(model("short"));
    }

    @Test
    void whatIsTooShortIsCalledAsItsUserCallsIt() throws IOException {
        TrainResult result = run(guarded(0.001), "short", false);
        assertThat(result.notes()).contains("the budget was too short for strategy auto: this is the probe");
        assertThat(notes).anyMatch(note -> note.startsWith("the budget is too short for strategy auto: "));
        assertThat(result.facts().counts().values().stream()
                        .mapToInt(count -> count)
                        .sum())
                .isEqualTo(result.trained());
    }

    @Test
    void aResumedRunKeepsTheNumbersThatItBeganWith() throws IOException {
        Extent seven = new Extent(0, 0, 0, List.of(Length.steps(BATCHES + 7)));
        run(recipe(tune(3), seven), "direct", false);

        Recipe wished = recipe(tune(3), Extent.within(10_000));
        Path part = temp.resolve("resumed.part");
        Progress stops = new Progress() {
            @Override
            public void begin(String work, long units) {
                if (work.startsWith("epoch")) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        TrainJob.Options options = TinyMessages.options(false, stops);
        assertThatThrownBy(() -> new TrainJob(wished, temp.resolve("resumed"), options).run())
                .hasMessage("killed");
        assertThat(Recipe.of(Files.readAllBytes(part.resolve("resolved.json")), "resolved.json"))
                .isEqualTo(recipe(tune(3), Extent.ALL));
        Files.write(part.resolve("resolved.json"), recipe(tune(3), seven).json()); // as a slower machine had found

        TrainResult resumed = run(wished, "resumed", true);
        assertThat(resumed.recipe().extent()).isEqualTo(seven);
        assertThat(model("resumed")).isEqualTo(model("direct"));
    }

    @Test
    void aRecipeOfAnotherBudgetIsNotResumed() throws IOException {
        Recipe wished = recipe(tune(3), Extent.within(10_000));
        Path part = Files.createDirectories(temp.resolve("other.part"));
        Files.write(part.resolve("recipe.json"), wished.json());
        assertThatThrownBy(() -> run(recipe(tune(3), Extent.within(20_000)), "other", true))
                .hasMessageContaining("extent.budget was 10000.0, is 20000.0");
    }
}
