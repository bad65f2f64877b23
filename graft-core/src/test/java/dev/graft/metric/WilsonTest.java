package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {

    /** Newcombe, "Two-sided Confidence Intervals for the Single Proportion", 1998, table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0, 0.1611", "1, 29, 0.0061, 0.1718"})
    void isAsPublished(long successes, long total, double low, double high) {
        Interval interval = Wilson.interval(successes, total, 0.95);

        assertThat(interval.low()).isEqualTo(low, within(5e-5));
        assertThat(interval.high()).isEqualTo(high, within(5e-5));
    }

    @Test
    void neverCollapsesAndHoldsTheEstimate() {
        for (int total = 1; total <= 200; total++) {
            for (int successes = 0; successes <= total; successes++) {
                Interval interval = Wilson.interval(successes, total, 0.95);
                assertThat(interval.width()).isGreaterThan(0.01);
                assertThat(interval.contains((double) successes / total)).isTrue();
            }
        }
        assertThat(Wilson.interval(50, 50, 0.95).high()).isEqualTo(1);
        assertThat(Wilson.interval(0, 0, 0.95)).isEqualTo(new Interval(0, 1));
    }

    /** Coverage of a discrete count swings about its level; for these it is never far below. */
    @ParameterizedTest
    @CsvSource({"50, 0.95", "50, 0.5", "30, 0.8", "153, 0.954", "400, 0.99", "20, 0.7", "1000, 0.1"})
    void holdsTheTruthAsOftenAsItSays(int total, double truth) {
        SplittableRandom random = new SplittableRandom(total);
        int simulations = 20_000;
        int held = 0;
        for (int s = 0; s < simulations; s++) {
            int successes = 0;
            for (int i = 0; i < total; i++) {
                successes += random.nextDouble() < truth ? 1 : 0;
            }
            held += Wilson.interval(successes, total, 0.95).contains(truth) ? 1 : 0;
        }
        assertThat((double) held / simulations).isBetween(0.93, 0.985);
    }

    @Test
    void refusesWhatIsNoProportion() {
        assertThatThrownBy(() -> Wilson.interval(5, 4, 0.95)).hasMessage("successes must be in [0, total], was 5 of 4");
        assertThatThrownBy(() -> Wilson.interval(1, 4, 95)).hasMessage("level must be in (0, 1), was 95.0");
    }
}
