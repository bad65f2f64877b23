package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedTest {
    private static final Metric ACCURACY = new Accuracy();

    /** Both right on the first, then only one of them on each. */
    private static Scored answered(int both, int mine, int others) {
        int[] said = IntStream.range(0, both + mine + others)
                .map(i -> i < both + mine ? 0 : 1)
                .toArray();
        return Answered.classes(2, new int[said.length], said);
    }

    private static Scored opponent(int both, int mine, int others) {
        int[] said = IntStream.range(0, both + mine + others)
                .map(i -> i < both || i >= both + mine ? 0 : 1)
                .toArray();
        return Answered.classes(2, new int[said.length], said);
    }

    @Test
    void mcNemarIsTheExactSignTest() {
        // 2 * (1 + 10) / 2^10 and 2 * (1 + 10 + 45) / 2^10
        assertThat(Paired.mcNemar(answered(90, 9, 1), opponent(90, 9, 1))).isEqualTo(0.021484375, within(1e-12));
        assertThat(Paired.mcNemar(answered(5, 2, 8), opponent(5, 2, 8))).isEqualTo(0.109375, within(1e-12));
        assertThat(Paired.mcNemar(answered(5, 0, 6), opponent(5, 0, 6))).isEqualTo(0.03125, within(1e-12));
    }

    @Test
    void mcNemarOfModelsThatDifferEvenlyOrNowhereIsOne() {
        assertThat(Paired.mcNemar(answered(5, 4, 4), opponent(5, 4, 4))).isEqualTo(1);
        assertThat(Paired.mcNemar(answered(5, 0, 0), opponent(5, 0, 0))).isEqualTo(1);
    }

    @Test
    void mcNemarStandsManyExamplesWhereTheSingleChanceUnderflows() {
        // 2^-3000 is no double; normal approximation with continuity: z = (1550 - 1450 - 1) / sqrt(3000) = 1.8075, p
        // .0707
        assertThat(Paired.mcNemar(answered(0, 1550, 1450), opponent(0, 1550, 1450)))
                .isEqualTo(0.0707, within(2e-4));
    }

    @Test
    void sharedDifficultyCancelsOut() {
        Scored better = answered(60, 12, 2);
        Scored worse = opponent(60, 12, 2);

        Interval difference = Paired.difference(ACCURACY, better, worse, 2000, 1, 0.95);

        // (12 - 2) / 74, standard error sqrt((14 - 100 / 74) / 74^2) = .0481
        assertThat(difference.low()).isEqualTo(10 / 74.0 - 1.96 * 0.0481, within(0.02));
        assertThat(difference.high()).isEqualTo(10 / 74.0 + 1.96 * 0.0481, within(0.02));
        assertThat(difference.contains(0)).isFalse();
    }

    @Test
    void theOtherWayRoundIsTheNegative() {
        Scored one = Answered.random(Scored.Kind.ONE_LABEL, 80, 3, 0.8, 1);
        Scored other = reversed(one);

        Interval there = Paired.difference(new F1(Average.MACRO), one, other, 300, 4, 0.9);
        Interval back = Paired.difference(new F1(Average.MACRO), other, one, 300, 4, 0.9);

        assertThat(there.low()).isEqualTo(-back.high(), within(1e-12));
        assertThat(there.high()).isEqualTo(-back.low(), within(1e-12));
    }

    @Test
    void twoPerfectModelsMayYetDiffer() {
        int[] truth = IntStream.range(0, 50).map(i -> i % 5).toArray();
        Scored perfect = Answered.classes(5, truth, truth);
        for (Metric metric : java.util.List.of(ACCURACY, new F1(Average.MACRO), new LogLoss(), new RocAuc())) {
            Interval difference = Paired.difference(metric, perfect, Answered.classes(5, truth, truth), 500, 1, 0.95);

            assertThat(difference.low()).as(metric.name()).isLessThan(-0.001);
            assertThat(difference.high()).as(metric.name()).isGreaterThan(0.001);
        }
    }

    @Test
    void refusesModelsThatSawDifferentExamples() {
        Scored one = Answered.classes(2, new int[] {0, 1, 1}, new int[] {0, 1, 1});
        Scored other = Answered.classes(2, new int[] {0, 1, 0}, new int[] {0, 1, 1});
        Scored fewer = one.rows(0, 1);

        assertThatThrownBy(() -> Paired.mcNemar(one, other)).hasMessageStartingWith("example 2 has one true value");
        assertThatThrownBy(() -> Paired.difference(ACCURACY, one, fewer, 100, 1, 0.95))
                .hasMessageContaining("was 3 examples with one label, 2 classes and 2 examples");
    }

    /** The same truths, each answered with the probabilities turned round. */
    private static Scored reversed(Scored scored) {
        float[][] turned = new float[scored.size()][scored.classes()];
        for (int i = 0; i < turned.length; i++) {
            for (int c = 0; c < turned[i].length; c++) {
                turned[i][c] = (float) scored.probability(i, turned[i].length - 1 - c);
            }
        }
        return Scored.oneLabel(
                turned, IntStream.range(0, turned.length).map(scored::truth).toArray());
    }
}
