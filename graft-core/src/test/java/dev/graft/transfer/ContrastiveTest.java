package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Features;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadArgument;
import dev.graft.data.Dataset;
import dev.graft.data.TableOptions;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Progress;
import dev.graft.train.StopRequest;
import dev.graft.train.StoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContrastiveTest {
    /** 84 messages that begin 56 pairs each, 16 a step: 294 steps, which are saved after 147 and at the end. */
    private static final Strategy MANY =
            Contrastive.DEFAULTS.with("pairs", 28).with("rate", 1e-3).with("strength", 10);

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Dataset<Text> messages;
    private static Map<String, byte[]> whole; // what a run of MANY ends with that nothing disturbs

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        messages = Messages.some(home, 5);
        whole = weights(MANY, Runs.quiet(), home.resolve("whole"));
    }

    private static Map<String, byte[]> weights(Strategy strategy, Transfer.Run run, Path folder) throws IOException {
        try (Model model = Transfer.from(home.resolve("tiny").toString())
                .by(strategy)
                .run(run)
                .fit(messages, 5)) {
            return Runs.weights(model, folder);
        }
    }

    private static void assertSame(Map<String, byte[]> given, Map<String, byte[]> wanted) {
        wanted.forEach((name, bytes) -> assertThat(given.get(name)).as(name).isEqualTo(bytes));
    }

    /** Does something at one step of a run. */
    private static Progress at(int step, List<String> notes, Runnable work) {
        return new Progress() {
            private int steps;

            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps == step) {
                    work.run();
                }
            }

            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 90, 147, 293})
    void stopsWhenAskedAndGoesOnToTheSameBits(int step) throws IOException {
        Path checkpoints = temp.resolve("checkpoints");
        List<String> notes = new ArrayList<>();
        assertThatThrownBy(() -> weights(
                        MANY,
                        Runs.with(checkpoints, false, at(step, notes, () -> StopRequest.stopAll(1))),
                        temp.resolve("unfinished")))
                .isInstanceOf(StoppedException.class)
                .hasMessageContaining("stopped at step " + step);
        StopRequest.clear();

        Map<String, byte[]> resumed =
                weights(MANY, Runs.with(checkpoints, true, at(0, notes, () -> {})), temp.resolve("resumed"));

        assertThat(notes).containsExactly("goes on at step " + step);
        assertSame(resumed, whole);
    }

    @Test
    void goesOnFromTheStateInItsMiddleThoughItWasKilledLater() throws IOException {
        Path checkpoints = temp.resolve("checkpoints");
        Path copy = temp.resolve("copy");
        weights(
                MANY,
                Runs.with(checkpoints, false, at(200, new ArrayList<>(), () -> copy(checkpoints, copy))),
                temp.resolve("copied"));
        List<String> notes = new ArrayList<>();

        assertSame(weights(MANY, Runs.with(copy, true, at(0, notes, () -> {})), temp.resolve("resumed")), whole);

        assertThat(notes).containsExactly("goes on at step 147");
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itsProbeNeverStandsOnFeaturesOfTheBodyAsItWasBefore() throws IOException {
        Transfer.Run keeping = new Transfer.Run(
                Hub.standard(),
                Optional.of(Precision.FP32),
                new Features.Keep(Optional.of(temp.resolve("features")), 1 << 20),
                Optional.empty(),
                false,
                Progress.SILENT);
        Strategy few = MANY.with("pairs", 2);
        weights(LinearProbe.DEFAULTS, keeping, temp.resolve("probe")); // keeps features of the body as it came

        assertSame(weights(few, keeping, temp.resolve("kept")), weights(few, Runs.quiet(), temp.resolve("computed")));
    }

    @Test
    void refusesWhatHasNotOneLabelEach() throws IOException {
        Path file = temp.resolve("numbers.csv");
        Files.writeString(file, "text,label\na,1.5\nb,2.5\nc,0.5\nd,4\n");
        assertThatThrownBy(() -> Transfer.from(home.resolve("tiny").toString())
                        .by(Contrastive.DEFAULTS)
                        .run(Runs.quiet())
                        .fit(TextTable.open(file, TableOptions.DEFAULTS), 1))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("needs one label for each example");
    }
}
