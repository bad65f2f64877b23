package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectedVarianceTest {

    /** Two-sided table of Student's t. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.95, 12.7062047362", "2, 0.95, 4.3026527297", "4, 0.95, 2.7764451052", "9, 0.95, 2.2621571628",
        "10, 0.95, 2.2281388520", "30, 0.95, 2.0422724563", "99, 0.95, 1.9842169516", "10, 0.90, 1.8124611228",
        "9, 0.99, 3.2498355416", "5, 0.999, 6.8688266"
    })
    void studentsQuantileIsAsPublished(int freedom, double level, double t) {
        assertThat(Quantile.student(level, freedom)).isEqualTo(t, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.6744897502",
        "0.9, 1.6448536270",
        "0.95, 1.9599639845",
        "0.99, 2.5758293035",
        "0.999, 3.2905267315"
    })
    void theNormalQuantileIsAsPublishedAndTheLimitOfStudents(double level, double z) {
        assertThat(Quantile.normal(level)).isEqualTo(z, within(1e-9));
        assertThat(Quantile.student(level, 1_000_000)).isEqualTo(z, within(1e-4));
    }

    @Test
    void addsTheShareOfTestToTrainToTheVariance() {
        // mean .8, squares (.01 + 0 + .01) / 2 = .01; times (1/3 + 50/100) = .0083333; root .0912871; t(2) 4.3026527
        Interval interval = CorrectedVariance.interval(new double[] {0.7, 0.8, 0.9}, 100, 50, 0.95);

        assertThat(interval.low()).isEqualTo(0.8 - 0.39277666, within(1e-6));
        assertThat(interval.high()).isEqualTo(0.8 + 0.39277666, within(1e-6));
    }

    @Test
    void foldsThatAgreeExactlyDoNotProveCertainty() {
        assertThat(CorrectedVariance.interval(new double[] {1, 1, 1}, 80, 20, 0.95))
                .isEqualTo(Interval.UNKNOWN);
        assertThat(CorrectedVariance.interval(new double[] {1, Double.NaN, 1}, 80, 20, 0.95))
                .isEqualTo(Interval.UNKNOWN);
    }

    @Test
    void refusesASingleFold() {
        assertThatThrownBy(() -> CorrectedVariance.interval(new double[] {0.9}, 80, 20, 0.95))
                .hasMessage("folds must be at least 2, was 1");
        assertThatThrownBy(() -> CorrectedVariance.interval(new double[] {0.9, 1}, 0, 20, 0.95))
                .hasMessage("trainSize must be above 0, was 0.0");
    }
}
