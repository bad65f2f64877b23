package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.BadArgument;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every metric of the catalogue promises, for every kind of answers that it judges. */
class MetricContractTest {

    static Stream<Arguments> all() {
        return Metrics.ALL.stream()
                .flatMap(metric -> metric.kinds().stream().sorted().map(kind -> Arguments.of(metric, kind)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void perfectAnswersScoreTheBestValue(Metric metric, Scored.Kind kind) {
        assertThat(metric.of(perfect(kind))).isEqualTo(metric.higherIsBetter() ? 1 : 0, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("all")
    void betterAnswersScoreBetter(Metric metric, Scored.Kind kind) {
        double skilled = metric.of(Answered.random(kind, 400, classes(kind), 0.9, 7));
        double poor = metric.of(Answered.random(kind, 400, classes(kind), 0.2, 7));

        if (metric instanceof CalibrationError) {
            assertThat(skilled).as("a gap may go either way").isNotEqualTo(poor).isBetween(0.0, 1.0);
        } else {
            assertThat(skilled > poor).as(skilled + " against " + poor).isEqualTo(metric.higherIsBetter());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theOrderOfExamplesDoesNotMatter(Metric metric, Scored.Kind kind) {
        for (int seed = 0; seed < 20; seed++) {
            Scored scored = Answered.random(kind, 60, classes(kind), 0.5, seed);
            List<Integer> order =
                    new java.util.ArrayList<>(IntStream.range(0, 60).boxed().toList());
            Collections.shuffle(order, new java.util.Random(seed));
            int[] shuffled = order.stream().mapToInt(i -> i).toArray();

            assertThat(metric.of(scored.rows(shuffled))).as("seed " + seed).isEqualTo(metric.of(scored), within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aResampledViewIsWorthWhatItsCopyIs(Metric metric, Scored.Kind kind) {
        for (int seed = 0; seed < 20; seed++) {
            Scored scored = Answered.random(kind, 40, classes(kind), 0.5, seed);
            int[] rows = new java.util.SplittableRandom(seed).ints(55, 0, 40).toArray();

            assertThat(metric.of(scored.rows(rows)))
                    .as("seed " + seed)
                    .isEqualTo(metric.of(copied(scored, rows)), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void oneExampleGivesANumberInRangeOrNone(Metric metric, Scored.Kind kind) {
        double value = metric.of(perfect(kind).rows(0));

        if (!Double.isNaN(value)) {
            assertThat(value).isEqualTo(metric.higherIsBetter() ? 1 : 0, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatDoesNotFitIsRefusedWithTheNamesOfWhatDoes(Metric metric, Scored.Kind kind) {
        Arrays.stream(Scored.Kind.values())
                .filter(other -> !metric.kinds().contains(other))
                .forEach(other -> assertThatThrownBy(() -> metric.of(perfect(other)))
                        .isInstanceOf(BadArgument.class)
                        .hasMessageStartingWith(metric.name() + " cannot judge answers that are " + other)
                        .hasMessageContaining(Metrics.main(other).name()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void anIntervalHoldsTheEstimateAndIsNeverAPoint(Metric metric, Scored.Kind kind) {
        for (Scored scored : List.of(perfect(kind), Answered.random(kind, 50, classes(kind), 0.5, 3))) {
            Interval interval = Metrics.interval(metric, scored, 200, 1, 0.95);

            assertThat(interval.contains(metric.of(scored)))
                    .as(interval.toString())
                    .isTrue();
            assertThat(interval.width()).isGreaterThan(1e-6);
        }
    }

    private static int classes(Scored.Kind kind) {
        return kind == Scored.Kind.NUMBERS ? 0 : 4;
    }

    private static Scored perfect(Scored.Kind kind) {
        return switch (kind) {
            case ONE_LABEL -> Scored.oneLabel(oneHot(), new int[] {0, 1, 2, 0, 1, 2});
            case SEVERAL_LABELS -> Scored.severalLabels(oneHot(), truths(), 0.5); // the last label never occurs
            case NUMBERS -> Scored.numbers(new double[] {1, 2, 4, 4, -1}, new double[] {1, 2, 4, 4, -1});
        };
    }

    private static float[][] oneHot() {
        float[][] sure = new float[6][4];
        IntStream.range(0, 6).forEach(i -> sure[i][i % 3] = 1);
        return sure;
    }

    private static boolean[][] truths() {
        boolean[][] truth = new boolean[6][4];
        IntStream.range(0, 6).forEach(i -> truth[i][i % 3] = true);
        return truth;
    }

    private static Scored copied(Scored scored, int[] rows) {
        if (scored.kind() == Scored.Kind.NUMBERS) {
            return Scored.numbers(
                    Arrays.stream(rows).mapToDouble(scored::value).toArray(),
                    Arrays.stream(rows).mapToDouble(scored::target).toArray());
        }
        float[][] probabilities = new float[rows.length][scored.classes()];
        boolean[][] labels = new boolean[rows.length][scored.classes()];
        for (int k = 0; k < rows.length; k++) {
            for (int c = 0; c < scored.classes(); c++) {
                probabilities[k][c] = (float) scored.probability(rows[k], c);
                labels[k][c] = scored.has(rows[k], c);
            }
        }
        return scored.kind() == Scored.Kind.ONE_LABEL
                ? Scored.oneLabel(
                        probabilities, Arrays.stream(rows).map(scored::truth).toArray())
                : Scored.severalLabels(probabilities, labels, 0.5);
    }
}
