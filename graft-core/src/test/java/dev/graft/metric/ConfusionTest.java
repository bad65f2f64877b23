package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionTest {
    /** scikit-learn's documentation of confusion_matrix, with a fourth class that does not occur. */
    private static final Confusion CONFUSION =
            Confusion.of(Answered.classes(4, new int[] {2, 0, 2, 2, 0, 1}, new int[] {0, 0, 2, 2, 0, 2}));

    @Test
    void countsTrueClassesInRowsAndSaidOnesInColumns() {
        assertThat(CONFUSION.counts())
                .isDeepEqualTo(new int[][] {{2, 0, 0, 0}, {0, 0, 1, 0}, {1, 0, 2, 0}, {0, 0, 0, 0}});
        assertThat(CONFUSION.count(2, 0)).isEqualTo(1);
        assertThat(CONFUSION.count(0, 2)).isZero();
    }

    @Test
    void namesTheMostFrequentMistakesFirst() {
        Confusion confusion =
                Confusion.of(Answered.classes(3, new int[] {0, 1, 1, 1, 2, 2}, new int[] {2, 0, 0, 1, 1, 2}));

        assertThat(confusion.mistakes(2)).containsExactly(new Confusion.Cell(1, 0, 2), new Confusion.Cell(0, 2, 1));
        assertThat(confusion.mistakes(9)).hasSize(3);
    }

    @Test
    void saysHowWellEachClassIsRecognised() {
        assertThat(CONFUSION.perClass().subList(0, 3))
                .containsExactly(
                        new ClassScore(0, 2 / 3.0, 1, 0.8, 2),
                        new ClassScore(1, 0, 0, 0, 1),
                        new ClassScore(2, 2 / 3.0, 2 / 3.0, 2 / 3.0, 3));
        assertThat(CONFUSION.perClass().get(3).f1()).isNaN();
        assertThat(CONFUSION.perClass().get(3).support()).isZero();
    }

    @Test
    void tenThousandClassesFitInLittleMemory() {
        int[] truth = IntStream.range(0, 200).map(i -> i * 50).toArray();
        Confusion confusion = Confusion.of(Answered.classes(10_000, truth, truth));

        assertThat(confusion.cells()).hasSize(200);
        assertThat(confusion.count(9_950, 9_950)).isEqualTo(1);
        assertThat(confusion.classes()).isEqualTo(10_000);
    }

    @Test
    void isMadeOfSingleLabelsWhileClassScoresSuitSeveral() {
        Scored several = Scored.severalLabels(
                new float[][] {{0.9f, 0.9f}, {0.9f, 0.1f}}, new boolean[][] {{true, false}, {true, true}}, 0.5);

        assertThatThrownBy(() -> Confusion.of(several)).hasMessageContaining("have no single true class");
        assertThat(ClassScore.of(several))
                .containsExactly(new ClassScore(0, 1, 1, 1, 2), new ClassScore(1, 0, 0, 0, 1));
    }
}
