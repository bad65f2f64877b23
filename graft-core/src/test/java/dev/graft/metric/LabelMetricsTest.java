package dev.graft.metric;

import static dev.graft.metric.Average.MACRO;
import static dev.graft.metric.Average.MICRO;
import static dev.graft.metric.Average.WEIGHTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Metrics of what was decided. */
class LabelMetricsTest {
    private static final Offset<Double> EXACT = within(1e-12);

    /** scikit-learn's documentation of f1_score: class 0 has 2 hits, said 3 times, true twice; 1 and 2 have none. */
    private static final Scored DOCUMENTED =
            Answered.classes(3, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 2, 1, 0, 0, 1});

    /**
     * Labels a: said in 0, 1, true in 0, 1, 2 (2 hits); b: said in 1, true in 0 (no hit); c: said in 2, never true;
     * d: neither ever.
     */
    private static final Scored SEVERAL = Scored.severalLabels(
            new float[][] {{0.9f, 0.2f, 0.1f, 0}, {0.8f, 0.6f, 0.1f, 0}, {0.1f, 0.1f, 0.9f, 0}, {0, 0, 0, 0}},
            new boolean[][] {
                {true, true, false, false},
                {true, false, false, false},
                {true, false, false, false},
                {false, false, false, false}
            },
            0.5);

    @Test
    void accuracyIsTheShareOfRightAnswers() {
        assertThat(new Accuracy().of(DOCUMENTED)).isEqualTo(2 / 6.0, EXACT);
        assertThat(new Accuracy().of(SEVERAL))
                .as("only the last has all labels right")
                .isEqualTo(0.25, EXACT);
    }

    @Test
    void precisionOfThreeClassesIsAsPublished() {
        assertThat(new Precision(MICRO).of(DOCUMENTED)).isEqualTo(2 / 6.0, EXACT);
        assertThat(new Precision(MACRO).of(DOCUMENTED)).isEqualTo((2 / 3.0 + 0 + 0) / 3, EXACT); // 0.2222
        assertThat(new Precision(WEIGHTED).of(DOCUMENTED)).isEqualTo(2 / 9.0, EXACT);
    }

    @Test
    void recallOfThreeClassesIsAsPublished() {
        assertThat(new Recall(MICRO).of(DOCUMENTED)).isEqualTo(1 / 3.0, EXACT);
        assertThat(new Recall(MACRO).of(DOCUMENTED)).isEqualTo(1 / 3.0, EXACT);
        assertThat(new Recall(WEIGHTED).of(DOCUMENTED)).isEqualTo(1 / 3.0, EXACT);
    }

    @Test
    void f1OfThreeClassesIsAsPublished() {
        // class 0: 2*2 / (3 + 2) = 0.8, the others 0
        assertThat(new F1(MACRO).of(DOCUMENTED)).isEqualTo(0.8 / 3, EXACT); // 0.2667
        assertThat(new F1(MICRO).of(DOCUMENTED)).isEqualTo(1 / 3.0, EXACT);
        assertThat(new F1(WEIGHTED).of(DOCUMENTED)).isEqualTo(0.8 / 3, EXACT);
    }

    @Test
    void averagesDifferWhereClassesDoInSize() {
        // class 0: 3 true, 2 hits, said 2; class 1: 1 true, 1 hit, said 2
        Scored scored = Answered.classes(3, new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1});

        assertThat(new Precision(MACRO).of(scored)).isEqualTo((1 + 0.5) / 2, EXACT); // class 2 is left out
        assertThat(new Precision(WEIGHTED).of(scored)).isEqualTo((3 * 1 + 1 * 0.5) / 4, EXACT);
        assertThat(new Recall(MACRO).of(scored)).isEqualTo((2 / 3.0 + 1) / 2, EXACT);
        assertThat(new Recall(WEIGHTED).of(scored)).isEqualTo((3 * 2 / 3.0 + 1) / 4, EXACT);
        assertThat(new F1(MACRO).of(scored)).isEqualTo((4 / 5.0 + 2 / 3.0) / 2, EXACT);
        assertThat(new F1(WEIGHTED).of(scored)).isEqualTo((3 * 4 / 5.0 + 2 / 3.0) / 4, EXACT);
    }

    @Test
    void severalLabelsCountEachDecision() {
        // hits, said, true: a 2 2 3, b 0 1 1, c 0 1 0, together 2 4 4; d is left out
        assertThat(new Precision(MICRO).of(SEVERAL)).isEqualTo(0.5, EXACT);
        assertThat(new Recall(MICRO).of(SEVERAL)).isEqualTo(0.5, EXACT);
        assertThat(new Precision(MACRO).of(SEVERAL)).isEqualTo(1 / 3.0, EXACT);
        assertThat(new Recall(MACRO).of(SEVERAL)).isEqualTo(2 / 3.0 / 3, EXACT);
        assertThat(new F1(MACRO).of(SEVERAL)).isEqualTo(0.8 / 3, EXACT);
        assertThat(new F1(WEIGHTED).of(SEVERAL)).isEqualTo(3 * 0.8 / 4, EXACT);
    }

    @Test
    void labelsOfWhichNoneIsTrueOrSaidMeasureNothing() {
        Scored nothing = Scored.severalLabels(new float[2][3], new boolean[2][3], 0.5);

        assertThat(new F1(MACRO).of(nothing)).isNaN();
        assertThat(new Precision(MICRO).of(nothing)).isNaN();
        assertThat(new Accuracy().of(nothing)).isEqualTo(1);
    }

    @Test
    void balancedAccuracyIsAsPublished() {
        // scikit-learn's documentation: 3 of 4 and 1 of 2
        Scored scored = Answered.classes(2, new int[] {0, 1, 0, 0, 1, 0}, new int[] {0, 1, 0, 0, 0, 1});

        assertThat(new BalancedAccuracy().of(scored)).isEqualTo(0.625, EXACT);
    }

    @Test
    void balancedAccuracyLeavesOutClassesThatAreOnlySaid() {
        Scored scored = Answered.classes(3, new int[] {0, 0, 1, 1}, new int[] {0, 2, 1, 1});

        assertThat(new BalancedAccuracy().of(scored)).isEqualTo(0.75, EXACT);
    }

    @Test
    void matthewsOfTwoClassesIsAsPublished() {
        // scikit-learn's documentation: tp 2, tn 0, fp 1, fn 1: (2*0 - 1*1) / sqrt(3*3*1*1) = -1/3
        Scored scored = Answered.classes(2, new int[] {1, 1, 1, 0}, new int[] {1, 0, 1, 1});

        assertThat(new Matthews().of(scored)).isEqualTo(-1 / 3.0, EXACT);
    }

    @Test
    void matthewsOfThreeClassesFollowsGorodkin() {
        // 6 examples, 2 right; said 3 2 1, true 2 2 2: (2*6 - (6+4+2)) = 0
        assertThat(new Matthews().of(DOCUMENTED)).isEqualTo(0, EXACT);
        // 4 right of 6; said 2 4 0, true 2 2 2: (24 - (4+8+0)) / sqrt((36 - (4+16)) * (36 - 12)) = 12 / sqrt(384)
        Scored scored = Answered.classes(3, new int[] {0, 0, 1, 1, 2, 2}, new int[] {0, 0, 1, 1, 1, 1});
        assertThat(new Matthews().of(scored)).isEqualTo(0.6123724356957945, EXACT);
    }

    @Test
    void matthewsOfAModelThatAlwaysSaysTheSameIsZeroAndOfOneTrueClassUnknown() {
        assertThat(new Matthews().of(Answered.classes(2, new int[] {0, 1, 1}, new int[] {1, 1, 1})))
                .isZero();
        assertThat(new Matthews().of(Answered.classes(2, new int[] {1, 1, 1}, new int[] {1, 1, 1})))
                .isNaN();
    }
}
