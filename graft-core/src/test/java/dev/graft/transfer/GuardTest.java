package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Split;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Deadline;
import dev.graft.train.Length;
import dev.graft.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out is never worse, where it was judged, than the probe. */
class GuardTest {
    private static final long SEED = 11;
    /** Without tuning on pairs, and judged by what is held back, however small that is. */
    private static final Guard FINE_TUNING = new Guard(3, false);

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
    }

    /** Of random weights, on which a probe knows little and fine-tuning learns. */
    private static Transfer tiny(int epochs) {
        return transfer(home.resolve("tiny").toString(), 0.005, epochs);
    }

    /** Of a good encoder, which such rates ruin at once. */
    private static Transfer ruined(double rate) {
        return transfer("all-minilm-l6-v2", rate, 1);
    }

    /** As users get it. */
    private static Transfer usual() {
        return Transfer.from("all-minilm-l6-v2")
                .by(ProbeFineTune.DEFAULTS.mixed())
                .run(Runs.quiet());
    }

    private static Transfer transfer(String backbone, double rate, int epochs) {
        Steps steps = new Steps(rate, epochs, 16, "adamw", 0.01, "linear", 0.1, 1, 1, epochs, 1, 0);
        return Transfer.from(backbone).by(new ProbeFineTune(0, 1, true, steps)).run(Runs.quiet());
    }

    /** Whether the first letter goes with the second, which no weighing of letters one by one can tell. */
    private static Dataset<Text> pairs(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean first = random.nextBoolean();
            boolean second = random.nextBoolean();
            StringBuilder text = new StringBuilder(first ? "a" : "b").append(second ? " a" : " b");
            for (int noise = 0; noise < 3; noise++) {
                text.append(' ').append((char) ('c' + random.nextInt(24)));
            }
            Target target = new Target.Label(first == second ? "same" : "other");
            samples.add(new Sample<>(Text.of(text.toString()), target, "pair " + i));
        }
        return new Samples<>("pairs", samples);
    }

    private static Dataset<Text> data(boolean few) throws IOException {
        return Messages.some(home, few ? 3 : 2); // 140 or 210, of which a tenth is held back
    }

    private Map<String, byte[]> weights(Model model) throws IOException {
        return Runs.weights(model, temp.resolve("weights"));
    }

    @ParameterizedTest
    @CsvSource({"false, 3", "true, 3", "false, 1e38", "true, 1e38"})
    void goesBackToTheVeryProbeWhereFineTuningFails(boolean few, double rate) throws IOException {
        Fitted fitted = FINE_TUNING.fit(ruined(rate), data(few), Optional.empty(), SEED);
        try (Model model = fitted.model();
                Model probe = ruined(1).by(LinearProbe.DEFAULTS).fit(data(few), SEED)) {
            assertThat((String) fitted.found().get(Guard.SAID)).startsWith("went back to the probe: ");
            assertThat(model.provenance().strategy())
                    .containsEntry("name", "probe")
                    .containsEntry(Guard.SAID, fitted.found().get(Guard.SAID));
            assertThat(fitted.trainableParameters()).isEqualTo(384 * 6 + 6);
            Map<String, byte[]> wanted = weights(probe);
            weights(model).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(wanted.get(name)));
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void keepsFineTuningWhereItIsBetter(boolean few) throws IOException {
        Dataset<Text> pairs = pairs(few ? 150 : 240);
        Transfer transfer = tiny(20);
        Fitted fitted = FINE_TUNING.fit(transfer, pairs, Optional.empty(), SEED);
        try (Model model = fitted.model();
                Model tuned = transfer.fit(pairs, SEED)) {
            assertThat((String) fitted.found().get(Guard.SAID)).startsWith("fine-tuning was kept: ");
            assertThat((double) fitted.found().get("tunedValidation"))
                    .isGreaterThan((double) fitted.found().get("probeValidation"));
            assertThat(model.provenance().strategy()).containsEntry("name", "probe-finetune");
            assertThat(fitted.trainableParameters()).isEqualTo(fitted.parameters());
            Map<String, byte[]> wanted = weights(tuned);
            weights(model).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(wanted.get(name)));
        }
    }

    /** Of 240 examples 24 are held back, by which an example more or less is four points. */
    @Test
    void foldsJudgeWhereAPartThatIsHeldBackWouldBeTooSmallToTell() throws IOException {
        Dataset<Text> pairs = pairs(240);
        Transfer transfer = tiny(20);
        Fitted fitted = Guard.DEFAULTS.fit(transfer, pairs, Optional.empty(), SEED);
        try (Model model = fitted.model();
                Model tuned = transfer.fit(pairs, SEED)) {
            assertThat((String) fitted.found().get(Guard.SAID))
                    .startsWith("fine-tuning was kept: ")
                    .endsWith(", in accuracy on 240 examples in 3 folds");
            String said = (String) fitted.found().get(Guard.SAID);
            assertThat(Guard.DEFAULTS.said(fitted)).hasValue(said);
            assertThat(Guard.DEFAULTS.said(fitted.telling(Map.of("mix", 0.75))))
                    .hasValue(said + "; the weights are 75 % of the way from the probe");
            Map<String, byte[]> wanted = weights(tuned);
            weights(model).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(wanted.get(name)));
        }
        Transfer timed = transfer.run(Runs.quiet().lasting(List.of(Length.ONCE, Length.steps(3)), Deadline.NEVER));
        assertThat(said(timed, pairs)).endsWith(", in accuracy on 24 examples held back");
    }

    /** The same words in all: an encoder of topics sees the things, and not in which order they came. */
    private static Dataset<Text> orders() {
        List<String> things = List.of("bridge", "novel", "vaccine", "opera", "engine", "treaty", "castle", "comet");
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < things.size(); i++) {
            for (String order : List.of("before", "after")) {
                String text = "the " + things.get(i) + " " + order + " the " + things.get((i + 1) % things.size());
                samples.add(new Sample<>(Text.of(text), new Target.Label(order), text));
            }
        }
        return new Samples<>("orders", samples);
    }

    @Test
    void aFewShortTextsAreTunedOnPairs() throws IOException {
        Transfer transfer = usual();
        Fitted fitted = Guard.DEFAULTS.fit(transfer, orders(), Optional.empty(), SEED);
        try (Model model = fitted.model();
                Model alone = transfer.by(Contrastive.DEFAULTS).fit(orders(), SEED)) {
            assertThat((String) fitted.found().get(Guard.SAID))
                    .startsWith("tuning on pairs was kept: ")
                    .endsWith(", in accuracy on 16 examples in 3 folds");
            assertThat((double) fitted.found().get("tunedValidation"))
                    .isGreaterThan((double) fitted.found().get("probeValidation"));
            assertThat(model.provenance().strategy()).containsEntry("name", "contrastive");
            assertThat(Guard.DEFAULTS.settled(transfer.strategy(), fitted).strategy())
                    .isEqualTo(Contrastive.DEFAULTS);
            Map<String, byte[]> wanted = weights(alone);
            weights(model).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(wanted.get(name)));
        }
    }

    @Test
    void nothingIsTunedOnPairsWithinABudget() throws IOException {
        List<Length> budget = List.of(Length.ONCE, Length.steps(2));
        Transfer timed = usual().run(Runs.quiet().lasting(budget, Deadline.NEVER));
        assertThat(said(timed, orders())).contains("fine-tuning").doesNotContain("pairs");
    }

    @Test
    void whatWasSetIsTriedAsItWasSet() throws IOException {
        assertThat(said(ruined(1e-5), orders())).contains("fine-tuning").doesNotContain("pairs");
    }

    private static String said(Transfer transfer, Dataset<Text> data) throws IOException {
        Fitted fitted = Guard.DEFAULTS.fit(transfer, data, Optional.empty(), SEED);
        fitted.model().close();
        return (String) fitted.found().get(Guard.SAID);
    }

    /** Beside a probe of 0.5 and a log loss of 0.7, on 16 examples; an eighth is two of them. */
    @ParameterizedTest
    @CsvSource({
        "contrastive, 0.6250, 0.9, true",
        "contrastive, 0.5625, 0.9, false",
        "contrastive, 0.5625, 0.6, true",
        "contrastive, 0.5000, 0.6, false",
        "contrastive, NaN, NaN, false",
        "probe-finetune, 0.5625, 0.9, true",
        "probe-finetune, 0.5000, 0.6, false",
    })
    void tuningOnPairsHasToWinClearlyOrByItsProbabilitiesToo(String name, double value, double logLoss, boolean kept) {
        Ruling ruling = ruling(new Ruling.Candidate(name, value, logLoss));
        assertThat(ruling.chosen()).isEqualTo(kept ? name : "probe");
        assertThat(ruling.kept()).isEqualTo(kept);
        assertThat(ruling.found().containsKey("tunedValidation")).isEqualTo(!Double.isNaN(value));
    }

    private static Ruling ruling(Ruling.Candidate tuned) {
        return Ruling.of("accuracy", new Ruling.Candidate("probe", 0.5, 0.7), tuned, 16, "examples");
    }

    @Test
    void saysWhatWasTriedAndWhatStays() {
        assertThat(ruling(new Ruling.Candidate("contrastive", 0.5625, 0.8)).found())
                .containsEntry(
                        Guard.SAID,
                        "went back to the probe: tuning on pairs gave 0.5625, the probe 0.5000, in accuracy on 16 examples");
        assertThat(ruling(new Ruling.Candidate("probe-finetune", Double.NaN, Double.NaN))
                        .found())
                .containsEntry(
                        Guard.SAID,
                        "went back to the probe: fine-tuning diverged, the probe 0.5000, in accuracy on 16 examples");
        assertThat(ruling(new Ruling.Candidate("probe-finetune", 0.75, 0.6)).found())
                .containsEntry(
                        Guard.SAID, "fine-tuning was kept: 0.7500, the probe 0.5000, in accuracy on 16 examples");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isTheProbeWhereNoTimeIsLeftForFineTuning(boolean few) throws IOException {
        Transfer late = ruined(1e-4).run(Runs.quiet().lasting(List.of(), new Deadline(() -> 1, 0)));
        Fitted fitted = Guard.DEFAULTS.fit(late, data(few), Optional.empty(), SEED);
        try (Model model = fitted.model()) {
            assertThat(fitted.found())
                    .containsEntry(Guard.SAID, "went back to the probe: no time was left for fine-tuning");
            assertThat(fitted.lengths().stream().skip(1).mapToLong(Length::done).sum())
                    .isZero();
            assertThat(model.predict(Text.of("my parcel has not come"))).isNotNull();
        }
    }

    @Test
    void isDecidedByTheDataThatAreGivenForIt() throws IOException {
        Split<Text> split = data(true).split(0.8, SEED);

        Fitted fitted = Guard.DEFAULTS.fit(tiny(1), split.train(), Optional.of(split.test()), SEED);

        fitted.model().close();
        assertThat((String) fitted.found().get(Guard.SAID)).endsWith(", in accuracy on 28 examples held back");
        assertThat(fitted.validation()).isEqualTo(28);
    }

    @Test
    void whatWasDecidedBeforeAnInterruptionIsNotWorkedOutAnew() throws IOException {
        int[] steps = new int[1];
        List<String> notes = new ArrayList<>();
        Progress counting = new Progress() {
            @Override
            public void at(long done, String note) {
                steps[0] += note.startsWith("loss") ? 1 : 0;
            }

            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        Transfer transfer = tiny(20).run(Runs.with(temp.resolve("part"), true, counting));

        FINE_TUNING.fit(transfer, pairs(150), Optional.empty(), SEED).model().close();
        int whole = steps[0];
        assertThat(whole).isEqualTo(3 * 20 * 7 + 20 * 10);
        assertThat(notes.get(0))
                .startsWith("a probe, then some 420 steps of fine-tuning in 3 folds; ")
                .contains(", fine-tuning in 200 steps more;");
        assertThat(Files.readString(temp.resolve("part/guard.json"))).contains("\"chosen\":\"probe-finetune\"");
        try (var files = Files.list(temp.resolve("part"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                Files.delete(file);
            }
        }
        FINE_TUNING.fit(transfer, pairs(150), Optional.empty(), SEED).model().close();

        assertThat(steps[0] - whole).isEqualTo(20 * 10); // 150 examples in batches of 16: one fit, without the folds
    }

    @Test
    void twoExamplesOfAClassAreEnoughForTheProbe() throws IOException {
        Dataset<Text> all = data(false);
        int[] two = IntStream.range(0, all.size())
                .filter(i ->
                        label(all, i).equals(label(all, 0)) || label(all, i).equals(label(all, 1)))
                .limit(4)
                .toArray();

        Fitted fitted = Guard.DEFAULTS.fit(tiny(1), all.subset(two), Optional.empty(), SEED);

        fitted.model().close();
        assertThat(fitted.found()).containsKey(Guard.SAID);
    }

    private static String label(Dataset<Text> data, int index) {
        try {
            return data.target(index).classes().toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void refusesWhatBeginsWithoutAProbe() {
        assertThatThrownBy(() -> Guard.DEFAULTS.fit(tiny(1).by(FineTune.DEFAULTS), data(true), Optional.empty(), SEED))
                .hasMessageContaining("finetune begins with none; choose probe-finetune");
        assertThatThrownBy(() -> new Guard(1, true)).hasMessage("folds must be at least 2, was 1");
    }
}
