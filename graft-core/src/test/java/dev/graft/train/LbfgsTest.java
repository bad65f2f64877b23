package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LbfgsTest {
    /** Source: Nocedal and Wright, section 2.1, exercise 2.1. */
    private static double rosenbrock(double[] x, double[] slope) {
        Arrays.fill(slope, 0);
        double value = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double bend = x[i + 1] - x[i] * x[i];
            value += 100 * bend * bend + (1 - x[i]) * (1 - x[i]);
            slope[i] += -400 * x[i] * bend - 2 * (1 - x[i]);
            slope[i + 1] += 200 * bend;
        }
        return value;
    }

    @Test
    void findsTheEndOfRosenbrocksValley() {
        double[] start = {-1.2, 1, -1.2, 1};

        double[] lowest = new Lbfgs(1e-9, 500).minimum(LbfgsTest::rosenbrock, start);

        assertThat(lowest).containsExactly(new double[] {1, 1, 1, 1}, within(1e-8));
        assertThat(start).containsExactly(-1.2, 1, -1.2, 1);
    }

    @Test
    void stopsWhenTheSlopeIsFlatEnoughOrTheIterationsAreSpent() {
        int[] asked = new int[1];
        Lbfgs.Objective bowl = (x, slope) -> {
            asked[0]++;
            slope[0] = 2 * (x[0] - 3);
            return (x[0] - 3) * (x[0] - 3);
        };

        assertThat(new Lbfgs(1e-6, 100).minimum(bowl, new double[] {3})).containsExactly(3);
        assertThat(asked[0]).isEqualTo(1);
        assertThat(new Lbfgs(1e-6, 1).minimum(bowl, new double[] {100})[0]).isBetween(3.5, 99.9);
    }

    @Test
    void isNotLostWhereTheFunctionIsTooSteepForTheFirstStep() {
        Lbfgs.Objective wall = (x, slope) -> {
            slope[0] = Math.exp(x[0]) - 1e-3;
            return Math.exp(x[0]) - 1e-3 * x[0];
        };

        assertThat(new Lbfgs(1e-10, 200).minimum(wall, new double[] {30})[0]).isEqualTo(Math.log(1e-3), within(1e-5));
    }
}
