package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Dataset;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    /** 40 of class a, then 20 of class b. */
    private static final Dataset<Integer> DATA = new Samples<>(
            "numbers",
            IntStream.range(0, 60)
                    .mapToObj(i -> new Sample<>(i, (Target) new Target.Label(i < 40 ? "a" : "b"), "place " + i))
                    .toList());

    @Test
    void partsAreStratifiedAndHaveNothingInCommon() throws IOException {
        Draws.Draw draw = new Draws(DATA, 0.7, 0).get(3);

        assertThat(draw.train()).hasSize(42).doesNotContain(draw.test());
        assertThat(draw.test()).hasSize(18);
        assertThat(IntStream.of(draw.test()).filter(i -> i < 40)).hasSize(12);
    }

    @Test
    void aDrawIsTheSameAgainAndEachIsAnother() throws IOException {
        int[] first = new Draws(DATA, 0.7, 0).get(0).test();

        assertThat(new Draws(DATA, 0.7, 0).get(0).test()).isEqualTo(first);
        assertThat(new Draws(DATA, 0.7, 0).get(1).test()).isNotEqualTo(first);
    }

    @Test
    void aSmallerTrainingPartLeavesTheTestPartAsItIs() throws IOException {
        Draws.Draw all = new Draws(DATA, 0.7, 0).get(0);
        Draws.Draw less = new Draws(DATA, 0.7, 15).get(0);

        assertThat(less.train()).hasSize(15);
        assertThat(all.train()).contains(less.train());
        assertThat(less.test()).isEqualTo(all.test());
    }

    @Test
    void theIntervalOfDifferencesTakesEachDrawByItself() {
        DrawFigures first = figures(0.80, 0.90, 0.70);
        DrawFigures second = figures(0.79, 0.88, 0.70, 0.5);

        DrawFigures over = first.minus(second);

        assertThat(over.values()).hasSize(3);
        assertThat(over.mean()).isCloseTo(0.01, within(1e-12));
        assertThat(over.deviation()).isCloseTo(0.01, within(1e-12));
        // Student's 4.303 for two degrees of freedom, times 0.01 sqrt(1/3 + 18/42)
        assertThat(over.interval().width()).isCloseTo(2 * 4.3027 * 0.01 * Math.sqrt(1 / 3.0 + 18 / 42.0), within(1e-5));
    }

    private static DrawFigures figures(double... accuracies) {
        List<Map<String, Object>> runs = Arrays.stream(accuracies)
                .mapToObj(accuracy -> Map.<String, Object>of("accuracy", accuracy, "train", 42, "test", 18))
                .toList();
        return DrawFigures.of(runs, "accuracy");
    }
}
