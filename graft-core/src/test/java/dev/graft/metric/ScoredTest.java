package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import org.junit.jupiter.api.Test;

class ScoredTest {
    private static final float[][] THREE = {{0.2f, 0.5f, 0.3f}, {0.4f, 0.4f, 0.2f}, {0.1f, 0.1f, 0.8f}};

    @Test
    void saysWhatWasPredictedAndHowSurely() {
        Scored scored = Scored.oneLabel(THREE, new int[] {1, 1, 2});

        assertThat(scored.size()).isEqualTo(3);
        assertThat(scored.classes()).isEqualTo(3);
        assertThat(scored.predicted(0)).isEqualTo(1);
        assertThat(scored.predicted(1)).as("of equal ones the first").isZero();
        assertThat(scored.confidence(2)).isEqualTo(0.8f);
        assertThat(scored.isCorrect(0)).isTrue();
        assertThat(scored.isCorrect(1)).isFalse();
        assertThat(scored.has(1, 1)).isTrue();
        assertThat(scored.chosen(1, 1)).isFalse();
    }

    @Test
    void rowsMayBeRepeatedReorderedAndTakenFromRows() {
        Scored scored = Scored.oneLabel(THREE, new int[] {1, 0, 2});

        Scored twice = scored.rows(2, 2, 0).rows(1, 2);

        assertThat(twice.size()).isEqualTo(2);
        assertThat(twice.truth(0)).isEqualTo(2);
        assertThat(twice.truth(1)).isEqualTo(1);
        assertThat(twice.copies()).containsExactly(1, 0, 1);
    }

    @Test
    void aLabelIsChosenFromTheThresholdOnThoughItsFloatLiesBelow() {
        float[][] probabilities = {{0.7f, 0.69f}}; // 0.7f is 0.699999988
        Scored scored = Scored.severalLabels(probabilities, new boolean[][] {{true, false}}, 0.7);

        assertThat(scored.chosen(0, 0)).isTrue();
        assertThat(scored.chosen(0, 1)).isFalse();
        assertThat(scored.isCorrect(0)).isTrue();
    }

    @Test
    void severalLabelsAreRightOnlyTogether() {
        float[][] probabilities = {{0.9f, 0.1f}, {0.9f, 0.9f}, {0.1f, 0.1f}, {0.1f, 0.2f}};
        boolean[][] truth = {{true, false}, {true, false}, {true, false}, {false, false}};
        Scored scored = Scored.severalLabels(probabilities, truth, 0.5);

        assertThat(scored.isCorrect(0)).isTrue();
        assertThat(scored.isCorrect(1)).as("one too many").isFalse();
        assertThat(scored.isCorrect(2)).as("one missing").isFalse();
        assertThat(scored.isCorrect(3)).as("none, rightly").isTrue();
    }

    @Test
    void namesTheExampleItRefuses() {
        float[][] logits = {{0.2f, 0.8f}, {0.9f, 0.6f}};
        float[][] broken = {{0.2f, 0.8f}, {Float.NaN, 1}};
        float[][] ragged = {{0.2f, 0.8f}, {1}};
        float[][] single = {{1}};
        int[] truth = {0, 1};

        refused(() -> Scored.oneLabel(logits, truth), "example 1: probabilities must add up to 1, was 1.5");
        refused(() -> Scored.oneLabel(broken, truth), "example 1: probabilities must be in [0, 1], one was NaN");
        refused(() -> Scored.oneLabel(ragged, truth), "example 1 has 1 classes, the first one 2");
        refused(() -> Scored.oneLabel(single, new int[] {0}), "classes must be at least 2, was 1");
        refused(() -> Scored.oneLabel(new float[][] {{0, 1}}, new int[] {2}), "example 0: the true class must be in");
        refused(() -> Scored.oneLabel(new float[0][], new int[0]), "examples must be at least 1, was 0");
        refused(() -> Scored.oneLabel(new float[][] {{0, 1}}, truth), "1 answers for 2 true values");
        refused(
                () -> Scored.numbers(new double[] {1, Double.POSITIVE_INFINITY}, new double[] {1, 2}),
                "example 1: numbers must be finite, predicted was Infinity");
        refused(
                () -> Scored.severalLabels(new float[][] {{0.5f}}, new boolean[][] {{true}}, 0),
                "threshold must be in (0, 1]");
    }

    @Test
    void refusesToSayWhatItsKindDoesNotHave() {
        Scored numbers = Scored.numbers(new double[] {1}, new double[] {2});
        Scored several = Scored.severalLabels(new float[][] {{0.5f}}, new boolean[][] {{true}}, 0.5);

        refused(() -> numbers.predicted(0), "answers that are numbers have no predicted class");
        refused(() -> several.truth(0), "answers that are several labels have no single true class");
        refused(() -> several.value(0), "answers that are several labels have no predicted number");
        refused(() -> numbers.has(0, 0), "answers that are numbers have no single true class");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(BadArgument.class).hasMessageContaining(message);
    }
}
