package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Dataset;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
        DrawFigures over = DrawFigures.ofResplits(runs(0.80, 0.90, 0.70), "accuracy")
                .minus(DrawFigures.ofResplits(runs(0.79, 0.88, 0.70, 0.5), "accuracy"));

        assertThat(over.values()).hasSize(3);
        assertThat(over.mean()).isCloseTo(0.01, within(1e-12));
        assertThat(over.deviation()).isCloseTo(0.01, within(1e-12));
        // Student's 4.303 for two degrees of freedom, times 0.01 sqrt(1/3 + 18/42)
        assertThat(over.interval().width()).isCloseTo(2 * 4.3027 * 0.01 * Math.sqrt(1 / 3.0 + 18 / 42.0), within(1e-5));
    }

    @Test
    void drawsJudgedOnOneTestPartHaveStudentsInterval() {
        DrawFigures over = DrawFigures.of(runs(0.80, 0.90, 0.70), "accuracy")
                .minus(DrawFigures.of(runs(0.79, 0.88, 0.70), "accuracy"));

        assertThat(over.interval().width()).isCloseTo(2 * 4.3027 * 0.01 / Math.sqrt(3), within(1e-5));
    }

    @Test
    void onlyDrawsThatBothHaveAreCompared() {
        SortedMap<Integer, Map<String, Object>> diverged = runs(0.79, 0.88, 0.70);
        diverged.remove(1);

        DrawFigures over =
                DrawFigures.of(runs(0.80, 0.90, 0.70), "accuracy").minus(DrawFigures.of(diverged, "accuracy"));

        assertThat(over.draws()).containsOnlyKeys(0, 2);
        assertThat(over.mean()).isCloseTo(0.005, within(1e-12));
    }

    @Test
    void theMeanOfSetsIsTakenDrawByDraw() {
        DrawFigures mean = DrawFigures.average(
                List.of(DrawFigures.of(runs(0.8, 0.9, 0.7), "accuracy"), DrawFigures.of(runs(0.6, 0.5), "accuracy")));

        assertThat(mean.draws()).containsOnlyKeys(0, 1);
        assertThat(mean.values()).containsExactly(new double[] {0.7, 0.7}, within(1e-12));
    }

    private static SortedMap<Integer, Map<String, Object>> runs(double... accuracies) {
        SortedMap<Integer, Map<String, Object>> runs = new TreeMap<>();
        for (double accuracy : accuracies) {
            runs.put(runs.size(), Map.of("accuracy", accuracy, "train", 42, "test", 18));
        }
        return runs;
    }
}
