package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NumberMetricsTest {
    private static final Offset<Double> EXACT = within(1e-12);

    /** scikit-learn's documentation of r2_score and its kin; gaps -.5, .5, 0, 1. */
    private static final Scored DOCUMENTED = Scored.numbers(new double[] {2.5, 0, 2, 8}, new double[] {3, -0.5, 2, 7});

    private static final Scored CONSTANT_ANSWER = Scored.numbers(new double[] {2, 2, 2}, new double[] {1, 2, 3});
    private static final Scored CONSTANT_TRUTH = Scored.numbers(new double[] {1, 2, 3}, new double[] {0.1, 0.1, 0.1});

    @Test
    void r2IsAsPublished() {
        assertThat(new RSquared().of(DOCUMENTED)).isEqualTo(0.9486081370449679, EXACT); // 1 - 1.5 / 29.1875
    }

    @Test
    void errorsAreAsPublished() {
        assertThat(new MeanAbsoluteError().of(DOCUMENTED)).isEqualTo(0.5, EXACT);
        assertThat(new RootMeanSquaredError().of(DOCUMENTED)).isEqualTo(Math.sqrt(0.375), EXACT);
    }

    @Test
    void pearsonIsAsPublished() {
        // scipy's documentation of pearsonr
        Scored scored = Scored.numbers(new double[] {1, 2, 3, 4, 5, 6, 7}, new double[] {10, 9, 2.5, 6, 4, 3, 2});

        assertThat(new Pearson().of(scored)).isEqualTo(-0.828503883588428, EXACT);
    }

    @Test
    void spearmanIsAsPublishedWithTiesAtTheMiddleOfTheirRanks() {
        // scipy's documentation of spearmanr: ranks 1 2 3 4 5 and 1 2 3.5 5 3.5
        Scored scored = Scored.numbers(new double[] {1, 2, 3, 4, 5}, new double[] {5, 6, 7, 8, 7});

        assertThat(new Spearman().of(scored)).isEqualTo(0.8207826816681233, EXACT);
    }

    @Test
    void spearmanSeesOnlyTheOrderAndZeroHasNoSign() {
        Scored cubed = Scored.numbers(new double[] {-8, -0.0, 0.0, 27}, new double[] {-2, 0.0, -0.0, 3});

        assertThat(new Spearman().of(cubed)).isEqualTo(1, EXACT);
    }

    @Test
    void alwaysSayingTheSameExplainsAndCorrelatesNothing() {
        assertThat(new RSquared().of(CONSTANT_ANSWER)).isEqualTo(0, EXACT);
        assertThat(new Pearson().of(CONSTANT_ANSWER)).isZero();
        assertThat(new Spearman().of(CONSTANT_ANSWER)).isZero();
    }

    @Test
    void aTruthThatDoesNotVaryMeasuresNoCorrelation() {
        assertThat(new RSquared().of(CONSTANT_TRUTH)).isNaN();
        assertThat(new Pearson().of(CONSTANT_TRUTH)).isNaN();
        assertThat(new Spearman().of(CONSTANT_TRUTH)).isNaN();
        assertThat(new MeanAbsoluteError().of(CONSTANT_TRUTH)).isEqualTo(1.9, EXACT);
    }

    @Test
    void offsetsFarAboveTheVarianceDoNotDrownIt() {
        double[] truth = {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4};
        double[] said = {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 5};

        // 1 - 1 / 5
        assertThat(new RSquared().of(Scored.numbers(said, truth))).isEqualTo(0.8, within(1e-6));
    }
}
