package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.BadArgument;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateCurveTest {
    /** Forty points at rates 10^-4, 10^-3.9 and so on. */
    private static RateCurve curve(IntToDoubleFunction loss) {
        return new RateCurve(IntStream.range(0, 40)
                .mapToObj(i -> new RateCurve.Point(rate(i), loss.applyAsDouble(i), loss.applyAsDouble(i)))
                .toList());
    }

    private static double rate(int i) {
        return Math.pow(10, i / 10.0 - 4);
    }

    /** Flat to 10, down to 30, up again; steepest from 22 to 23. */
    private static double valley(int i) {
        return i <= 10 ? 1 : i <= 22 ? 1 - 0.02 * (i - 10) : i <= 30 ? 0.6 - 0.01 * (i - 23) : 0.53 + 0.1 * (i - 30);
    }

    /** Seen are points 4 to 34; the fall has 21 points and ends at 30, so it begins after 9: 9 + 21/3 + 21/6 = 19. */
    @Test
    void suggestsTheMiddleOfTheLongestFall() {
        RateCurve curve = curve(RateCurveTest::valley);
        assertThat(curve.valley()).isEqualTo(rate(19));
        assertThat(curve.suggestion()).isEqualTo(7.9e-3); // 10^-2.1 = 0.00794...
    }

    @Test
    void doesNotLetOneNoisyPointCutTheFallInTwo() {
        RateCurve curve = curve(i -> i == 20 ? 1.05 : valley(i)); // 20 points now, from after 10: 10 + 6 + 3
        assertThat(curve.valley()).isEqualTo(rate(19));
    }

    @Test
    void knowsTheSteepestFallAndTheLowestPoint() {
        RateCurve curve = curve(RateCurveTest::valley);
        assertThat(curve.steep()).isEqualTo(rate(22));
        assertThat(curve.minimum()).isCloseTo(rate(20), within(1e-9)); // the lowest is 30, a tenth is ten points back
    }

    @Test
    void leavesOutTheFirstTenthAndTheLastFive() {
        RateCurve curve = curve(i -> i == 2 || i == 36 ? -9 : valley(i));
        assertThat(curve.minimum()).isCloseTo(rate(20), within(1e-9));
        assertThat(curve.steep()).isEqualTo(rate(22));
    }

    /** By 0.5: means 4 and 2.667 (1 + 1 of 0.75); then 51 of 0.875, more than four times that. */
    @Test
    void smoothsWithoutLeaningToZeroAndStopsWhereTheLossBreaksOut() {
        RateCurve.Growing curve = new RateCurve.Growing(0.5);
        assertThat(curve.add(1, 4, 4)).isTrue();
        assertThat(curve.add(2, 2, 4)).isTrue();
        assertThat(curve.add(3, 100, 4)).isFalse();
        for (int i = 4; i < 11; i++) {
            curve.add(i, 1, 1e9);
        }
        assertThat(curve.curve().points().subList(0, 3))
                .extracting(RateCurve.Point::smooth)
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
                .containsExactly(4.0, 2 / 0.75, 51 / 0.875);
    }

    @Test
    void saysSoWhereTheLossIsNoNumberFromTheStart() {
        RateCurve.Growing curve = new RateCurve.Growing(0.98);
        assertThat(curve.add(1e-7, Double.NaN, 4)).isFalse();
        assertThatThrownBy(curve::curve).isInstanceOf(BadArgument.class).hasMessageContaining("after 0 steps");
    }

    @Test
    void ratesRiseByTheSameFactor() {
        RateFinder finder = new RateFinder(1e-6, 1, 13, 0.98, 4);
        assertThat(finder.rate(0)).isEqualTo(1e-6);
        assertThat(finder.rate(6)).isCloseTo(1e-3, within(1e-12));
        assertThat(finder.rate(12)).isCloseTo(1, within(1e-12));
        assertThatThrownBy(() -> new RateFinder(1e-3, 1e-3, 100, 0.98, 4)).hasMessageStartingWith("to must be above");
        assertThatThrownBy(() -> new RateFinder(1e-3, 1, 9, 0.98, 4)).hasMessage("steps must be at least 10, was 9");
    }
}
