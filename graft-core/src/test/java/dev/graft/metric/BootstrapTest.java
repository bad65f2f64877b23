package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.NUMBERS;
import static dev.graft.metric.Scored.Kind.ONE_LABEL;
import static dev.graft.metric.Scored.Kind.SEVERAL_LABELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Metric MACRO_F1 = new F1(Average.MACRO);

    @Test
    void agreesWithTheNormalIntervalOfAMeanWhereThatIsRight() {
        // mean absolute error of 2000 errors uniform in [0, 1]: sd sqrt(1/12), so +- 1.96 * .2887 / sqrt(2000) = .01265
        SplittableRandom random = new SplittableRandom(5);
        double[] errors = random.doubles(2000).toArray();
        Scored scored = Scored.numbers(errors, new double[2000]);

        Interval interval = Bootstrap.interval(new MeanAbsoluteError(), scored, 2000, 1, 0.95);

        assertThat(interval.width()).isEqualTo(2 * 0.01265, within(0.0015));
        assertThat((interval.low() + interval.high()) / 2).isEqualTo(new MeanAbsoluteError().of(scored), within(0.001));
    }

    @Test
    void fiftyRightAnswersAreNoProofOfPerfection() {
        int[] truth = IntStream.range(0, 50).map(i -> i % 5).toArray();
        Scored perfect = Answered.classes(5, truth, truth);

        Interval f1 = Bootstrap.interval(MACRO_F1, perfect, 2000, 1, 0.95);
        Interval micro = Bootstrap.interval(new F1(Average.MICRO), perfect, 2000, 1, 0.95);

        assertThat(f1.high()).isEqualTo(1);
        assertThat(f1.low()).isBetween(0.85, 0.95);
        // the exact binomial bound is 1 - 0.025^(1/50) = 0.9289: 4 or 3 errors of 50
        assertThat(micro.low()).isBetween(0.92, 0.94);
    }

    @Test
    void fiftyWrongAnswersAreNoProofOfUselessness() {
        int[] truth = IntStream.range(0, 50).map(i -> i % 5).toArray();
        int[] said = IntStream.of(truth).map(c -> (c + 1) % 5).toArray();

        Interval interval = Bootstrap.interval(MACRO_F1, Answered.classes(5, truth, said), 2000, 1, 0.95);

        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isBetween(0.04, 0.15);
    }

    @Test
    void oneRightAnswerTellsNextToNothing() {
        Scored one = Answered.classes(3, new int[] {1}, new int[] {1});

        assertThat(Bootstrap.interval(MACRO_F1, one, 1000, 1, 0.95)).isEqualTo(new Interval(0, 1));
        assertThat(Bootstrap.interval(
                        new MeanAbsoluteError(), Scored.numbers(new double[] {3}, new double[] {1}), 100, 1, 0.95))
                .isEqualTo(Interval.UNKNOWN);
    }

    @Test
    void whatCannotBeMeasuredHasNoInterval() {
        Scored oneClass = Answered.binary(new int[] {1, 1, 1}, 0.2, 0.9, 0.8);
        Scored constant = Scored.numbers(new double[] {2, 2, 2}, new double[] {2, 2, 2});

        assertThat(Bootstrap.interval(new RocAuc(), oneClass, 100, 1, 0.95).isKnown())
                .isFalse();
        assertThat(Bootstrap.interval(new MeanAbsoluteError(), constant, 100, 1, 0.95))
                .isEqualTo(Interval.UNKNOWN);
    }

    @Test
    void drawsWithoutAClassAreLeftOut() {
        Scored rare = Answered.binary(new int[] {0, 0, 0, 0, 1, 0, 1, 0}, 0.1, 0.2, 0.3, 0.5, 0.4, 0.35, 0.6, 0.15);

        Interval interval = Bootstrap.interval(new RocAuc(), rare, 500, 1, 0.95);

        assertThat(interval.isKnown()).isTrue();
        assertThat(interval.contains(11 / 12.0))
                .as("only .5 beats .4, of 12 pairs")
                .isTrue();
    }

    @Test
    void holdsTheTruthAlmostAsOftenAsItSays() {
        // micro F1 of one label is the accuracy, here .97 of 50: in a fifth of all sets everything is right
        Metric metric = new F1(Average.MICRO);
        SplittableRandom random = new SplittableRandom(11);
        int held = 0;
        for (int s = 0; s < 1000; s++) {
            int[] truth = new int[50];
            int[] said = IntStream.range(0, 50)
                    .map(i -> random.nextDouble() < 0.97 ? 0 : 1)
                    .toArray();
            held += Bootstrap.interval(metric, Answered.classes(2, truth, said), 200, s, 0.95)
                            .contains(0.97)
                    ? 1
                    : 0;
        }
        // without unseen examples it would be 1 - .97^50 = .78 at the most
        assertThat(held / 1000.0).isGreaterThan(0.9);
    }

    @Test
    void equalSeedsGiveEqualIntervalsOnAnyNumberOfThreads() throws Exception {
        for (Scored.Kind kind : Scored.Kind.values()) {
            Scored scored = Answered.random(kind, 100, 5, 0.6, 2);
            List<Metric> metrics = Metrics.of(kind);
            Map<String, Interval> shared = Bootstrap.intervals(metrics, scored, 200, 9, 0.9);

            ForkJoinPool alone = new ForkJoinPool(1);
            Map<String, Interval> single = alone.submit(() -> Bootstrap.intervals(metrics, scored, 200, 9, 0.9))
                    .get();
            alone.shutdown();

            assertThat(single).isEqualTo(shared);
            assertThat(Bootstrap.intervals(metrics, scored, 200, 10, 0.9)).isNotEqualTo(shared);
            assertThat(shared.get(metrics.get(1).name()))
                    .isEqualTo(Bootstrap.interval(metrics.get(1), scored, 200, 9, 0.9));
        }
    }

    @Test
    void aViewHasTheIntervalsOfItsExamples() {
        for (Scored.Kind kind : List.of(ONE_LABEL, SEVERAL_LABELS, NUMBERS)) {
            Scored whole = Answered.random(kind, 100, 5, 0.6, 2);
            int[] all = IntStream.range(0, 100).toArray();

            assertThat(Bootstrap.intervals(Metrics.of(kind), whole.rows(all), 100, 3, 0.95))
                    .isEqualTo(Bootstrap.intervals(Metrics.of(kind), whole, 100, 3, 0.95));
        }
    }

    @Test
    void allMetricsOfTenThousandExamplesAndManyClassesTakeSeconds() {
        Scored scored = Answered.random(ONE_LABEL, 10_000, 77, 0.9, 4);

        Map<String, Interval> intervals = Assertions.assertTimeout(
                Duration.ofSeconds(40), () -> Metrics.intervals(Metrics.of(ONE_LABEL), scored, 1000, 1, 0.95));

        assertThat(intervals).hasSize(Metrics.of(ONE_LABEL).size());
        assertThat(intervals.values()).allMatch(Interval::isKnown);
    }

    @Test
    void refusesTooFewDraws() {
        Scored scored = Answered.random(ONE_LABEL, 10, 2, 0.5, 1);

        assertThatThrownBy(() -> Bootstrap.interval(MACRO_F1, scored, 10, 1, 0.95))
                .hasMessage("draws must be at least 100, was 10");
    }
}
