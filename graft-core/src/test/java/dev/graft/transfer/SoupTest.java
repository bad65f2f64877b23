package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Split;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Tensor;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Deadline;
import dev.graft.train.Progress;
import dev.graft.train.StopRequest;
import dev.graft.train.StoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoupTest {
    private static final long SEED = 4;

    /** 73 messages in batches of 16, four times. */
    private static final int STEPS_PER_RUN = 20;

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
    }

    @AfterEach
    void takesBackTheWishToStop() {
        StopRequest.clear();
    }

    private static Transfer transfer() {
        Steps steps = new Steps(0.005, 4, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 4, 1, 0);
        return Transfer.from(home.resolve("tiny").toString())
                .by(new ProbeFineTune(0, 1, true, steps))
                .run(Runs.quiet());
    }

    @Test
    void takesInTheBestFirstAndNoneThatHarms() {
        Map<List<Integer>, Double> values = Map.of(List.of(1, 3), 0.88, List.of(1, 2), 0.91, List.of(1, 2, 0), 0.91);
        List<List<Integer>> asked = new ArrayList<>();

        List<Integer> chosen = Soup.greedy(new double[] {0.7, 0.9, 0.8, 0.85}, members -> {
            asked.add(members);
            return values.get(members);
        });

        assertThat(asked).containsExactly(List.of(1, 3), List.of(1, 2), List.of(1, 2, 0));
        assertThat(chosen).containsExactly(1, 2, 0); // 3 harmed; 0 did not, though it added nothing
    }

    @Test
    void aUniformSoupIsTheMeanOfItsRuns() throws IOException {
        Dataset<Text> few = Messages.some(home, 4);
        Fitted soup = new Soup(3, false).fit(transfer(), few, Optional.empty(), SEED);
        try (Model mean = soup.model();
                Model a = transfer().fit(few, SEED);
                Model b = transfer().fit(few, SEED + 1);
                Model c = transfer().fit(few, SEED + 2)) {
            assertThat(soup.found()).containsEntry("soup", List.of(0, 1, 2));
            assertThat(new Soup(3, false).said(soup)).contains("the weights are the mean of all 3 runs");
            assertThat(new Soup(3, true).said(soup.telling(Map.of("soup", List.of(2, 0)))))
                    .contains("the weights are the mean of runs 1, 3 of 3: with any other the validation part came out"
                            + " worse");
            assertThat(new Soup(3, true).said(soup.telling(Map.of("soup", List.of(1)))))
                    .contains("the weights are those of run 2 of 3: with any other the validation part came out worse");
            mean.body().state().forEach((name, tensor) -> {
                float[] first = of(a, name).toFloats();
                float[] second = of(b, name).toFloats();
                float[] third = of(c, name).toFloats();
                float[] wanted = new float[first.length];
                for (int i = 0; i < wanted.length; i++) {
                    wanted[i] = (first[i] + second[i] + third[i]) / 3;
                }
                assertThat(tensor.toFloats()).as(name).containsExactly(wanted, within(1e-6f));
                assertThat(first).as(name).isNotEqualTo(second);
            });
        }
    }

    private static Tensor of(Model model, String name) {
        return model.body().state().get(name);
    }

    @Test
    void aGreedySoupIsNoWorseThanItsBestRunWhereItWasJudged() throws IOException {
        Split<Text> split = Messages.all(home).split(0.7, SEED);

        Fitted soup = new Soup(3, true).fit(transfer(), split.train(), Optional.of(split.test()), SEED);

        try (Model model = soup.model()) {
            List<?> alone = (List<?>) soup.found().get("runValidations");
            double best = alone.stream().mapToDouble(v -> (double) v).max().orElseThrow();
            assertThat((double) soup.found().get("validation")).isGreaterThanOrEqualTo(best);
            assertThat(Validation.of(model.body(), split.test()).of(model))
                    .isEqualTo(soup.found().get("validation"));
        }
    }

    /** A soup of three, and what it is judged by. */
    private static Fitted cooked(boolean greedy, Transfer.Run run) throws IOException {
        Split<Text> split = Messages.some(home, 4).split(0.7, SEED);
        return new Soup(3, greedy).fit(transfer().run(run), split.train(), Optional.of(split.test()), SEED);
    }

    private Map<String, byte[]> weights(Fitted soup) throws IOException {
        try (Model model = soup.model()) {
            return Runs.weights(model, temp.resolve("weights"));
        }
    }

    private static void assertSame(Map<String, byte[]> given, Map<String, byte[]> wanted) {
        assertThat(given.keySet()).isEqualTo(wanted.keySet()).isNotEmpty();
        wanted.forEach((file, bytes) -> assertThat(given.get(file)).as(file).isEqualTo(bytes));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stoppedInItsSecondRunAndResumedItEndsWithTheSameBits(boolean greedy) throws IOException {
        Fitted whole = cooked(greedy, Runs.quiet());
        Path checkpoints = temp.resolve("checkpoints");
        int[] steps = new int[1];
        Progress stops = new Progress() {
            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps[0] == STEPS_PER_RUN + 8) {
                    StopRequest.stopAll(0);
                }
            }
        };
        assertThatThrownBy(() -> cooked(greedy, Runs.with(checkpoints, false, stops)))
                .isInstanceOf(StoppedException.class);
        StopRequest.clear();
        List<String> notes = new ArrayList<>();
        Progress noting = new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };

        Fitted resumed = cooked(greedy, Runs.with(checkpoints, true, noting));

        assertThat(notes).containsExactly("goes on at step " + STEPS_PER_RUN, "goes on at step 8");
        assertThat(resumed.found()).isEqualTo(whole.found()).containsKey("soup");
        assertSame(weights(resumed), weights(whole));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersTheSameAfterASaveAndALoad(boolean greedy) throws IOException {
        List<Text> texts = List.of(Text.of("my parcel has not come"), Text.of("the brakes squeal"));
        Fitted fitted = cooked(greedy, Runs.quiet());
        try (Model soup = fitted.model()) {
            soup.save(temp.resolve("bundle"));
            try (Model loaded = Model.load(temp.resolve("bundle"))) {
                for (Text text : texts) {
                    assertThat(loaded.predict(text).isNear(soup.predict(text), 1e-6))
                            .isTrue();
                }
                assertThat(loaded.provenance().strategy())
                        .containsEntry("soup", fitted.found().get("soup"));
            }
        }
    }

    /** Each run gets its part of the time: else the first would have all of it and the others a step. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sharesItsTimeAmongItsRunsAndIsRepeatedWithoutAClock(boolean greedy) throws IOException {
        AtomicLong looked = new AtomicLong(); // once a step, and now and then between them
        Deadline deadline = new Deadline(looked::incrementAndGet, 36);

        Fitted cut = cooked(greedy, Runs.quiet().lasting(List.of(), deadline));

        assertThat(cut.lengths().get(1).steps()).isEqualTo(STEPS_PER_RUN);
        assertThat(cut.lengths().get(1).done()).isBetween(10L, 12L);
        Map<String, byte[]> weights = weights(cut);
        Fitted repeated = cooked(greedy, Runs.quiet().lasting(cut.lengths(), Deadline.NEVER));
        assertThat(repeated.found()).isEqualTo(cut.found());
        assertSame(weights(repeated), weights);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isAProbeWhereItIsLate(boolean greedy) throws IOException {
        Deadline late = new Deadline(() -> 1, 0);

        Fitted soup = cooked(greedy, Runs.quiet().lasting(List.of(), late));

        try (Model model = soup.model();
                Model probe = transfer()
                        .by(((ProbeFineTune) transfer().strategy()).probe())
                        .fit(Messages.some(home, 4).split(0.7, SEED).train(), SEED)) {
            Text text = Text.of("my parcel has not come");
            assertThat(model.predict(text).isNear(probe.predict(text), 1e-5)).isTrue();
        }
    }

    @Test
    void refusesWhatCannotBeMixed() throws IOException {
        Dataset<Text> few = Messages.some(home, 4);
        assertThatThrownBy(() -> new Soup(2, true).fit(transfer(), few, Optional.empty(), SEED))
                .hasMessageContaining("105 examples are too few for one");
        assertThatThrownBy(() -> new Soup(2, false).fit(transfer().by(FineTune.DEFAULTS), few, Optional.empty(), SEED))
                .hasMessageContaining("finetune begins at random; choose probe-finetune");
        assertThatThrownBy(() -> new Soup(1, false)).hasMessage("runs must be at least 2, was 1");
    }
}
