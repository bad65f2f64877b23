package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.TinyEncoder;
import dev.graft.model.Model;
import dev.graft.train.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupted run ends with the very bits of one that was never interrupted. */
class ResumeTest {
    /** 378 training examples, what is left beside validation, in batches of 32. */
    private static final int STEPS_PER_EPOCH = 12;

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        TinyEncoder.folder(home.resolve("tiny"), 3);
    }

    @ParameterizedTest
    @CsvSource({
        "0, adamw",
        "0, adam",
        "0, sgd",
        "0, rmsprop",
        "1, adamw",
        "1, adam",
        "1, sgd",
        "1, rmsprop",
        "0, lora",
        "0, dora",
        "0, ia3",
        "0, adapters",
        "0, prefix",
        "0, prompt",
        "0, bitfit",
        "0, norms",
    })
    void goesOnFromWhatWasThereAtAnyMoment(int last, String optimizer) throws IOException {
        Whole whole = whole(last, optimizer);

        Outcome resumed = run(last, optimizer, whole.checkpoints(temp), Progress.SILENT);

        assertThat(resumed.notes).containsExactly("goes on at step " + 3 * STEPS_PER_EPOCH);
        assertSame(resumed, whole.outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "gradual, 12", // 24 steps a phase: 17 in the second, with the last stage thawed and the rest frozen
        "mixed, 40", // after the probe, which takes no steps
        "averaged, 36",
        "guard, 36",
    })
    void goesOnInTheMiddleOfItsPhases(String how, int step) throws IOException {
        Whole whole = whole(0, how);

        Outcome resumed = run(0, how, whole.checkpoints(temp), Progress.SILENT);

        assertThat(resumed.notes).contains("goes on at step " + step);
        assertSame(resumed, whole.outcome);
    }

    @Test
    void bringsBackTheBestWeightsThoughTheyAreOlderThanTheInterruption() throws IOException {
        Whole whole = whole(0, "sgd-worse");
        assertThat((int) whole.outcome.found.get("bestEpoch")).isLessThan(3);

        assertSame(run(0, "sgd-worse", whole.checkpoints(temp), Progress.SILENT), whole.outcome);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void fallsBackToTheOlderCheckpointWhereTheNewestIsDamaged(long seed) throws IOException {
        Whole whole = whole(1, "adamw");
        List<Path> copied = list(whole.checkpoints(temp));
        damage(copied.get(1), seed);

        Outcome resumed = run(1, "adamw", temp.resolve("copy"), Progress.SILENT);

        assertThat(resumed.notes.get(0)).contains(copied.get(1).getFileName().toString(), "older checkpoint");
        assertThat(resumed.notes).contains("goes on at step " + 2 * STEPS_PER_EPOCH);
        assertSame(resumed, whole.outcome);
    }

    /** A cut on odd seeds, one turned bit anywhere on even ones. */
    private static void damage(Path file, long seed) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(seed);
        if (seed % 2 == 1) {
            Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        } else {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
        }
    }

    @Test
    void beginsAnewWhereNoCheckpointIsSound() throws IOException {
        Whole whole = whole(1, "adamw");
        for (Path file : list(whole.checkpoints(temp))) {
            damage(file, 8);
        }
        assertSame(run(1, "adamw", temp.resolve("copy"), Progress.SILENT), whole.outcome);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void survivesKill9(long seed) throws Exception {
        int last = (int) (seed % 2);
        int at = new Random(seed).nextInt(STEPS_PER_EPOCH * ResumeRun.EPOCHS) + 1;

        Process child = child(last, "adamw", temp.resolve("checkpoints"), temp.resolve("out"), 0);
        awaitStep(child, at);
        child.destroyForcibly().waitFor();

        assertThat(child.exitValue()).as("killed at step %d", at).isEqualTo(137);
        assertThat(temp.resolve("out")).doesNotExist();
        assertSame(run(last, "adamw", temp.resolve("checkpoints"), Progress.SILENT), whole(last, "adamw").outcome);
    }

    @ParameterizedTest
    @CsvSource({"gradual, 31", "guard, 20", "few, 20", "pairs, 130", "uniform, 80", "greedy, 100"})
    void survivesKill9BetweenPhasesAndFits(String how, int at) throws Exception {
        Process child = child(0, how, temp.resolve("checkpoints"), temp.resolve("out"), 0);
        awaitStep(child, at);
        child.destroyForcibly().waitFor();

        assertThat(child.exitValue()).isEqualTo(137);
        assertThat(temp.resolve("out")).doesNotExist();
        Outcome resumed = run(0, how, temp.resolve("checkpoints"), Progress.SILENT);
        if (!how.equals("few") && !how.equals("pairs")) { // of which whole folds are kept
            assertThat(resumed.notes).anyMatch(note -> note.startsWith("goes on at step "));
        }
        assertSame(resumed, run(0, how, temp.resolve("whole"), Progress.SILENT));
    }

    /** A process that takes no care of signals itself; that LibTorch is not unloaded under the training thread. */
    @Test
    @DisabledOnOs(OS.WINDOWS) // which has no such signal
    void aProcessThatIsAskedToEndStopsAtTheNextStepAndEndsInOrder() throws Exception {
        Process child = child(0, "adamw", temp.resolve("checkpoints"), temp.resolve("out"), 0);
        awaitStep(child, STEPS_PER_EPOCH + 5);
        child.toHandle().destroy(); // SIGTERM, and what it says can still be read
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();

        assertThat(said).doesNotContain("SIGSEGV");
        assertThat(child.exitValue()).isEqualTo(143);
        Outcome resumed = run(0, "adamw", temp.resolve("checkpoints"), Progress.SILENT);
        assertThat(resumed.notes.get(0)).matches("goes on at step (1[7-9]|[2-5][0-9])");
        assertSame(resumed, whole(0, "adamw").outcome);
    }

    @Test
    void stopsInTheMiddleOfAnEpochWhenAskedAndGoesOnThere() throws Exception {
        int at = 2 * STEPS_PER_EPOCH + 5;
        Process child = child(0, "adamw", temp.resolve("checkpoints"), temp.resolve("out"), at);
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).isNotZero();
        assertThat(said).contains("stopped at step " + at).doesNotContain("step " + (at + 1) + "\n");
        Outcome resumed = run(0, "adamw", temp.resolve("checkpoints"), Progress.SILENT);

        assertThat(resumed.notes).containsExactly("goes on at step " + at);
        assertSame(resumed, whole(0, "adamw").outcome);
    }

    private static Process child(int last, String how, Path checkpoints, Path out, int stopAt) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResumeRun.class.getName(),
                        home.toString(),
                        Integer.toString(last),
                        how,
                        checkpoints.toString(),
                        out.toString(),
                        Integer.toString(stopAt))
                .redirectErrorStream(true)
                .start();
    }

    private static void awaitStep(Process child, int step) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line; (line = lines.readLine()) != null; ) {
            said.add(line);
            if (line.equals("step " + step)) {
                return;
            }
        }
        throw new AssertionError("the run ended before step " + step + ": " + said);
    }

    private record Outcome(Map<String, byte[]> weights, Map<String, Object> found, List<String> notes) {}

    private Outcome run(int last, String optimizer, Path checkpoints, Progress steps) throws IOException {
        List<String> notes = new ArrayList<>();
        Progress progress = new Relayed(steps) {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        Fitted fitted = ResumeRun.fit(home, last, optimizer, Runs.with(checkpoints, true, progress));
        try (Model model = fitted.model()) {
            return new Outcome(Runs.weights(model, temp.resolve("weights")), fitted.found(), notes);
        }
    }

    private static void assertSame(Outcome given, Outcome wanted) {
        assertThat(given.found).isEqualTo(wanted.found).isNotEmpty();
        wanted.weights.forEach(
                (name, bytes) -> assertThat(given.weights.get(name)).as(name).isEqualTo(bytes));
    }

    /** A run that nothing interrupted, and its checkpoints as they stood in the middle of the fourth epoch. */
    private record Whole(Outcome outcome, Path snapshot) {
        /** A copy of those checkpoints, for one test to spoil or go on from. */
        Path checkpoints(Path folder) throws IOException {
            return copied(snapshot, folder.resolve("copy"));
        }
    }

    private static final Map<String, Whole> WHOLE = new HashMap<>();

    private Whole whole(int last, String optimizer) throws IOException {
        String name = last + optimizer;
        if (!WHOLE.containsKey(name)) {
            Path checkpoints = temp.resolve("whole");
            Path snapshot = home.resolve(name);
            int[] steps = new int[1];
            Progress progress = new Progress() {
                @Override
                public void at(long done, String note) {
                    if (note.startsWith("loss") && ++steps[0] == 3 * STEPS_PER_EPOCH + 5) {
                        try {
                            copied(checkpoints, snapshot);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                }
            };
            WHOLE.put(name, new Whole(run(last, optimizer, checkpoints, progress), snapshot));
            assertThat(list(snapshot)).hasSize(2);
        }
        return WHOLE.get(name);
    }

    private static Path copied(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : list(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
        return to;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }
}
