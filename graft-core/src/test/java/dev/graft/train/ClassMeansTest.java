package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassMeansTest {
    @Test
    void theDistanceOfEuclidIsLinear() {
        // means (1, 0) and (0, 4): w = 2 c, b = -|c|²
        LinearFit fit =
                new ClassMeans(false, 1).means(new float[][] {{0, 0}, {0, 4}, {2, 0}}, new int[] {0, 1, 0}, 2, 1);

        assertThat(fit.weights()).containsExactly(2, 0, 0, 8);
        assertThat(fit.intercepts()).containsExactly(-1, -16);
        // (1, 1) is 1 and 10 away, squared
        double[] scores = fit.scores(new float[] {1, 1});
        assertThat(scores[0] - scores[1]).isEqualTo(-1 + 10, within(1e-12));
    }

    @Test
    void theCosineIsThatToTheMeanOfUnitRows() {
        // (2, 0) and (0, 3) at length 1 have the mean (1/2, 1/2), the other class (-1, 0)
        double half = Math.sqrt(0.5);
        LinearFit fit =
                new ClassMeans(true, 1).means(new float[][] {{2, 0}, {0, 3}, {-5, 0}}, new int[] {0, 0, 1}, 2, 10);

        assertThat(fit.weights()).containsExactly(new double[] {10 * half, 10 * half, -10, 0}, within(1e-9));
        assertThat(fit.intercepts()).containsExactly(0, 0);
    }

    @Test
    void aClassWithoutExamplesIsNeverTheNearest() {
        LinearFit fit = new ClassMeans(false, 1).means(new float[][] {{1, 1}}, new int[] {1}, 2, 1);
        assertThat(fit.scores(new float[] {-9, 9})[0]).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
