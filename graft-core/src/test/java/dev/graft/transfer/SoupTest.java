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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoupTest {
    private static final long SEED = 4;

    @TempDir
    static Path home;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
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
