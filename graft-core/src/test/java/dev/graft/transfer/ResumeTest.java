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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
        "0, adamw", "0, adam", "0, sgd", "0, rmsprop",
        "1, adamw", "1, adam", "1, sgd", "1, rmsprop",
    })
    void goesOnFromWhatWasThereAtAnyMoment(int last, String optimizer) throws IOException {
        Snapshots snapshots = new Snapshots(temp.resolve("checkpoints"), STEPS_PER_EPOCH * 3 + 5);
        Outcome whole = run(last, optimizer, temp.resolve("checkpoints"), snapshots);

        Outcome resumed = run(last, optimizer, snapshots.copy, Progress.SILENT);

        assertThat(snapshots.copied).hasSize(2);
        assertSame(resumed, whole);
    }

    @Test
    void bringsBackTheBestWeightsThoughTheyAreOlderThanTheInterruption() throws IOException {
        Snapshots snapshots = new Snapshots(temp.resolve("checkpoints"), STEPS_PER_EPOCH * 4 + 1);
        Outcome whole = run(0, "sgd-worse", temp.resolve("checkpoints"), snapshots);
        assertThat((int) whole.found.get("bestEpoch")).isLessThan(4);

        assertSame(run(0, "sgd-worse", snapshots.copy, Progress.SILENT), whole);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void fallsBackToTheOlderCheckpointWhereTheNewestIsDamaged(long seed) throws IOException {
        Snapshots snapshots = new Snapshots(temp.resolve("checkpoints"), STEPS_PER_EPOCH * 3 + 5);
        Outcome whole = run(1, "adamw", temp.resolve("checkpoints"), snapshots);
        damage(snapshots.copied.get(1), seed);
        List<String> notes = new ArrayList<>();

        Outcome resumed = run(1, "adamw", snapshots.copy, new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });

        assertThat(notes)
                .anySatisfy(note -> assertThat(note)
                        .contains(snapshots.copied.get(1).getFileName().toString(), "older checkpoint"));
        assertThat(notes).contains("goes on at step " + 2 * STEPS_PER_EPOCH);
        assertSame(resumed, whole);
    }

    /** A cut on odd seeds, one turned bit anywhere on even ones. */
    private static void damage(Path file, long seed) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(seed);
        if (seed % 2 == 1) {
            Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        } else {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
        }
    }

    @Test
    void beginsAnewWhereNoCheckpointIsSound() throws IOException {
        Snapshots snapshots = new Snapshots(temp.resolve("checkpoints"), STEPS_PER_EPOCH * 2 + 5);
        Outcome whole = run(1, "adamw", temp.resolve("checkpoints"), snapshots);
        for (Path file : snapshots.copied) {
            damage(file, 8);
        }
        assertSame(run(1, "adamw", snapshots.copy, Progress.SILENT), whole);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void survivesKill9(long seed) throws Exception {
        int last = (int) (seed % 2);
        Outcome whole = run(last, "adamw", temp.resolve("whole"), Progress.SILENT);
        int at = new Random(seed).nextInt(STEPS_PER_EPOCH * ResumeRun.EPOCHS) + 1;

        Process child = child(last, temp.resolve("checkpoints"), temp.resolve("out"), 0);
        awaitStep(child, at);
        child.destroyForcibly().waitFor();

        assertThat(child.exitValue()).as("killed at step %d", at).isEqualTo(137);
        assertThat(temp.resolve("out")).doesNotExist();
        assertSame(run(last, "adamw", temp.resolve("checkpoints"), Progress.SILENT), whole);
    }

    @Test
    void stopsInTheMiddleOfAnEpochWhenAskedAndGoesOnThere() throws Exception {
        int at = 2 * STEPS_PER_EPOCH + 5;
        Outcome whole = run(0, "adamw", temp.resolve("whole"), Progress.SILENT);
        List<String> notes = new ArrayList<>();

        Process child = child(0, temp.resolve("checkpoints"), temp.resolve("out"), at);
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).isNotZero();
        assertThat(said).contains("stopped at step " + at).doesNotContain("step " + (at + 1) + "\n");
        Outcome resumed = run(0, "adamw", temp.resolve("checkpoints"), new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });

        assertThat(notes).containsExactly("goes on at step " + at);
        assertSame(resumed, whole);
    }

    private static Process child(int last, Path checkpoints, Path out, int stopAt) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResumeRun.class.getName(),
                        home.toString(),
                        Integer.toString(last),
                        "adamw",
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

    private record Outcome(Map<String, byte[]> weights, Map<String, Object> found) {}

    private Outcome run(int last, String optimizer, Path checkpoints, Progress progress) throws IOException {
        Fitted fitted = ResumeRun.fit(home, last, optimizer, Runs.with(checkpoints, true, progress));
        try (Model model = fitted.model()) {
            return new Outcome(Runs.weights(model, temp.resolve("weights")), fitted.found());
        }
    }

    private static void assertSame(Outcome given, Outcome wanted) {
        assertThat(given.found).isEqualTo(wanted.found).containsKey("bestEpoch");
        wanted.weights.forEach(
                (name, bytes) -> assertThat(given.weights.get(name)).as(name).isEqualTo(bytes));
    }

    /** Copies the checkpoints as they stand at one step: what a killed process leaves. */
    private static final class Snapshots implements Progress {
        private final Path from;
        private final Path copy;
        private final int at;
        private final List<Path> copied = new ArrayList<>();
        private int steps;

        Snapshots(Path from, int at) {
            this.from = from;
            this.at = at;
            copy = from.resolveSibling("copy");
        }

        @Override
        public void at(long done, String note) {
            if (!note.startsWith("loss") || ++steps != at) {
                return;
            }
            try (Stream<Path> files = Files.list(from)) {
                Files.createDirectories(copy);
                for (Path file : files.sorted().toList()) {
                    copied.add(Files.copy(file, copy.resolve(file.getFileName())));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
