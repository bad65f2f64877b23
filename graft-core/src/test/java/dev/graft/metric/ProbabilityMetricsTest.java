package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Metrics of probabilities; they are floats, which is where 1e-7 comes from. */
class ProbabilityMetricsTest {
    private static final Offset<Double> FLOAT = within(1e-7);

    @Test
    void rocAucOfTwoClassesIsAsPublished() {
        // scikit-learn's documentation: of 4 pairs only (0.4, 0.35) is the wrong way round
        Scored scored = Answered.binary(new int[] {0, 0, 1, 1}, 0.1, 0.4, 0.35, 0.8);

        assertThat(new RocAuc().of(scored)).isEqualTo(0.75);
    }

    @Test
    void rocAucCountsTiesHalf() {
        // pairs (positive, negative): .5-.5 tie, .5-.2 won, .9-.5 won, .9-.2 won: 3.5 of 4
        assertThat(new RocAuc().of(Answered.binary(new int[] {0, 1, 0, 1}, 0.5, 0.5, 0.2, 0.9)))
                .isEqualTo(3.5 / 4);
        assertThat(new RocAuc().of(Answered.binary(new int[] {0, 1, 0, 1}, 0.5, 0.5, 0.5, 0.5)))
                .isEqualTo(0.5);
    }

    @Test
    void rocAucOfMoreClassesIsTheMeanOfEachAgainstTheRest() {
        float[][] probabilities = {
            {0.7f, 0.2f, 0.1f, 0}, {0.3f, 0.3f, 0.4f, 0}, {0.5f, 0.4f, 0.1f, 0}, {0.1f, 0.1f, 0.8f, 0}
        };
        Scored scored = Scored.oneLabel(probabilities, new int[] {0, 0, 1, 2});

        // class 0: .7 beats .5 .1, .3 beats .1 only: 3 of 4; class 1: .4 beats all; class 2: .8 beats all; class 3
        // never true
        assertThat(new RocAuc().of(scored)).isEqualTo((0.75 + 1 + 1) / 3, within(1e-12));
    }

    @Test
    void rocAucOfSeveralLabelsLeavesOutThoseThatAreAlwaysTrueOrNever() {
        float[][] probabilities = {{0.9f, 0.9f, 0.1f}, {0.2f, 0.9f, 0.1f}, {0.3f, 0.9f, 0.1f}};
        boolean[][] truth = {{true, true, false}, {true, true, false}, {false, true, false}};

        assertThat(new RocAuc().of(Scored.severalLabels(probabilities, truth, 0.5)))
                .isEqualTo(0.5); // .9 > .3 > .2
        assertThat(new RocAuc().of(Answered.binary(new int[] {1, 1}, 0.3, 0.4))).isNaN();
    }

    @Test
    void logLossIsAsPublished() {
        // scikit-learn's documentation: -(ln .9 + ln .9 + ln .8 + ln .65) / 4
        Scored scored = Answered.binary(new int[] {1, 0, 0, 1}, 0.9, 0.1, 0.2, 0.65);

        assertThat(new LogLoss().of(scored)).isEqualTo(0.21616187468057912, FLOAT);
    }

    @Test
    void logLossOfACertainMistakeIsLargeButFinite() {
        Scored scored = Answered.binary(new int[] {1}, 0);

        assertThat(new LogLoss().of(scored)).isEqualTo(34.538776394910684, within(1e-9)); // 15 ln 10
    }

    @Test
    void logLossAndBrierOfSeveralLabelsAreMeansOverLabels() {
        float[][] probabilities = {{0.8f, 0.4f}};
        Scored scored = Scored.severalLabels(probabilities, new boolean[][] {{true, false}}, 0.5);

        // -(ln .8 + ln .6) / 2 and (.04 + .16) / 2
        assertThat(new LogLoss().of(scored)).isEqualTo(0.3669845875401002, FLOAT);
        assertThat(new Brier().of(scored)).isEqualTo(0.1, FLOAT);
    }

    @Test
    void brierOfTwoClassesIsAsPublished() {
        // scikit-learn's documentation: (.01 + .01 + .04 + .09) / 4
        assertThat(new Brier().of(Answered.binary(new int[] {0, 1, 1, 0}, 0.1, 0.9, 0.8, 0.3)))
                .isEqualTo(0.0375, FLOAT);
    }

    @Test
    void brierOfThreeClassesIsHalfTheSumOfSquares() {
        Scored scored = Scored.oneLabel(new float[][] {{0.5f, 0.3f, 0.2f}}, new int[] {0});

        assertThat(new Brier().of(scored)).isEqualTo((0.25 + 0.09 + 0.04) / 2, FLOAT);
    }

    @Test
    void calibrationErrorMatchesTheReference() {
        // gaps: .95 and .92 share a bin: |2 - 1.87|, .85: .15, .75: .75, .65: .35, .55: .55; sum 1.93, over 6
        int[] truth = {1, 1, 0, 1, 0, 1};
        Scored scored = Answered.binary(truth, 0.95, 0.85, 0.75, 0.65, 0.55, 0.92);

        assertThat(CalibrationError.DEFAULTS.of(scored)).isEqualTo(0.3216666667, FLOAT);
    }

    @Test
    void calibrationBinsAreClosedOnTheRightThoughFloatsRoundUp() {
        // 0.6f lies above 0.6 and belongs to (0.5, 0.6] with 0.55f, where the gaps cancel: |1 + 0 - 1.15| / 2
        Scored scored = Answered.binary(new int[] {1, 0}, 0.6, 0.55);
        assertThat((double) 0.6f).isGreaterThan(0.6);

        assertThat(new CalibrationError(10).of(scored)).isEqualTo(0.075, FLOAT);
    }

    @Test
    void calibrationErrorTakesSureAnswersAndRefusesNoBins() {
        assertThat(new CalibrationError(15).of(Answered.binary(new int[] {1, 1}, 1, 0)))
                .isEqualTo(0.5);
        assertThatThrownBy(() -> new CalibrationError(0)).hasMessage("bins must be at least 1, was 0");
    }
}
