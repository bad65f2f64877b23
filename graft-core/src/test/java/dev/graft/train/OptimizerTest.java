package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.FusedSteps;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each optimizer's steps against the formulas in the documentation of torch.optim, written out here in double. */
class OptimizerTest {
    private static final double RATE = 0.1;
    private static final double[] FACTORS = {1, 0.5, 0.25};
    private static final double[][] START = {{1, -2, 3, 0.5}, {0.3, -0.1}};

    /** What one number becomes in step {@code t}, counted from 1. */
    interface Formula {
        double next(double weight, double gradient, double rate, double decay, double[] state, int t);
    }

    static Stream<Arguments> optimizers() {
        return Stream.of(
                Arguments.of(new AdamW(0.9, 0.999, 1e-8, 0.1), (Formula) (w, g, rate, decay, s, t) -> {
                    double shrunk = w - rate * decay * w;
                    return shrunk - rate * adam(g, s, t, 0.9, 0.999, 1e-8);
                }),
                Arguments.of(new AdamW(0.8, 0.95, 1e-3, 0), (Formula)
                        (w, g, rate, decay, s, t) -> w - rate * adam(g, s, t, 0.8, 0.95, 1e-3)),
                Arguments.of(new Adam(0.9, 0.999, 1e-8, 0.1), (Formula)
                        (w, g, rate, decay, s, t) -> w - rate * adam(g + decay * w, s, t, 0.9, 0.999, 1e-8)),
                Arguments.of(new Sgd(0, false, 0.1), (Formula) (w, g, rate, decay, s, t) -> w - rate * (g + decay * w)),
                Arguments.of(new Sgd(0.9, false, 0.1), (Formula) (w, g, rate, decay, s, t) -> {
                    s[0] = 0.9 * s[0] + g + decay * w;
                    return w - rate * s[0];
                }),
                Arguments.of(new Sgd(0.9, true, 0.1), (Formula) (w, g, rate, decay, s, t) -> {
                    double slope = g + decay * w;
                    s[0] = 0.9 * s[0] + slope;
                    return w - rate * (slope + 0.9 * s[0]);
                }),
                Arguments.of(new RmsProp(0.99, 1e-8, 0.1), (Formula) (w, g, rate, decay, s, t) -> {
                    double slope = g + decay * w;
                    s[0] = 0.99 * s[0] + 0.01 * slope * slope;
                    return w - rate * slope / (Math.sqrt(s[0]) + 1e-8);
                }));
    }

    private static double adam(double g, double[] s, int t, double beta1, double beta2, double epsilon) {
        s[0] = beta1 * s[0] + (1 - beta1) * g;
        s[1] = beta2 * s[1] + (1 - beta2) * g * g;
        double mean = s[0] / (1 - Math.pow(beta1, t));
        double square = s[1] / (1 - Math.pow(beta2, t));
        return mean / (Math.sqrt(square) + epsilon);
    }

    /** The first parameter decays, the second does not; gradients are those of the sum of w to the fourth over 4. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void stepsAsItsFormulaSays(Optimizer optimizer, Formula formula) {
        double decay = decay(optimizer);
        double[][] wanted = Arrays.stream(START).map(double[]::clone).toArray(double[][]::new);
        double[][][] state = {new double[4][2], new double[2][2]};
        try (Scope scope = Scope.open()) {
            List<Tensor> parameters = new ArrayList<>();
            for (double[] row : START) {
                float[] values = new float[row.length];
                for (int i = 0; i < row.length; i++) {
                    values[i] = (float) row[i];
                }
                parameters.add(Tensor.of(values, row.length).requiresGrad(true));
            }
            try (Optimizer.Stepper stepper = optimizer.on(List.of(
                    new Optimizer.Group(List.of("a"), parameters.subList(0, 1), RATE, true),
                    new Optimizer.Group(List.of("b"), parameters.subList(1, 2), RATE / 2, false)))) {
                for (int t = 1; t <= FACTORS.length; t++) {
                    for (int p = 0; p < 2; p++) {
                        Tensor w = parameters.get(p);
                        w.square().square().sum().mul(0.25).backward();
                        for (int i = 0; i < wanted[p].length; i++) {
                            double x = wanted[p][i];
                            double rate = (p == 0 ? RATE : RATE / 2) * FACTORS[t - 1];
                            wanted[p][i] = formula.next(x, x * x * x, rate, p == 0 ? decay : 0, state[p][i], t);
                        }
                    }
                    stepper.step(FACTORS[t - 1]);
                    parameters.forEach(Tensor::clearGradient);
                    assertThat(parameters.get(0).toDoubles()).containsExactly(wanted[0], within(1e-5));
                    assertThat(parameters.get(1).toDoubles()).containsExactly(wanted[1], within(1e-5));
                }
            }
        }
    }

    private static double decay(Optimizer optimizer) {
        return optimizer instanceof AdamW a
                ? a.decay()
                : optimizer instanceof Adam b
                        ? b.decay()
                        : optimizer instanceof Sgd c ? c.decay() : ((RmsProp) optimizer).decay();
    }

    @Test
    void leavesAloneWhatHasNoGradient() {
        try (Scope scope = Scope.open()) {
            Tensor with = Tensor.ones(2).requiresGrad(true);
            Tensor without = Tensor.ones(2).requiresGrad(true);
            for (String name : Optimizer.KNOWN.keySet()) {
                try (Optimizer.Stepper stepper = Optimizer.named(name, 0.1)
                        .on(List.of(new Optimizer.Group(List.of("a", "b"), List.of(with, without), 0.1, true)))) {
                    with.sum().backward();
                    stepper.step(1);
                    with.clearGradient();
                    assertThat(without.toFloats()).as(name).containsExactly(1, 1);
                }
            }
            assertThat(with.toFloats()[0]).isLessThan(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // progress: 0, end of the warm-up, half of the rest, near the end
        "linear,   0, 1, 0.5, 0.001",
        "cosine,   0, 1, 0.5, 0.00000247",
        "constant, 0, 1, 1,   1",
        "onecycle, 0.04, 1, 0.500005, 0.00001247",
        "slanted,  0.03125, 1, 0.515625, 0.03221875",
    })
    void schedulesGoUpOverTheWarmUpAndThenAsTheyAreCalled(
            String name, double begin, double top, double middle, double end) {
        Schedule schedule = Schedule.named(name, 0.2);
        assertThat(schedule.factor(0)).isCloseTo(begin, within(1e-9));
        assertThat(schedule.factor(0.2)).isCloseTo(top, within(1e-9));
        assertThat(schedule.factor(0.6)).isCloseTo(middle, within(1e-9));
        assertThat(schedule.factor(0.9992)).isCloseTo(end, within(1e-7));
        assertThat(schedule.factor(0.1)).isBetween(0.4, 0.6);
    }

    /** The golden values of ULMFiT's own formula: T = 1000, cut = 100, ratio 32, highest rate 0.01. */
    @ParameterizedTest
    @CsvSource({"0, 0.0003125", "50, 0.00515625", "100, 0.01", "550, 0.00515625", "999, 0.00032326"})
    void theSlantedTriangleIsThatOfItsPaper(int step, double rate) {
        assertThat(0.01 * Schedule.named("slanted", 0.1).factor(step / 1000.0)).isCloseTo(rate, within(5e-9));
    }

    @Test
    void withoutAWarmUpTheFirstStepIsTheFastest() {
        Schedule.KNOWN
                .keySet()
                .forEach(name ->
                        assertThat(Schedule.named(name, 0).factor(0)).as(name).isEqualTo(1));
    }

    @Test
    void clippingShortensAllGradientsAlikeAndOnlyWhereTheyAreTooLong() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.of(new float[] {3, 0}, 2);
            Tensor b = Tensor.of(new float[] {0, 4}, 2);
            assertThat(FusedSteps.clip(List.of(a, b), 10)).isCloseTo(5, within(1e-6));
            assertThat(a.toFloats()).containsExactly(3, 0);
            assertThat(FusedSteps.clip(List.of(a, b), 1)).isCloseTo(5, within(1e-6));
            assertThat(a.toFloats()).containsExactly(new float[] {0.6f, 0}, within(1e-6f));
            assertThat(b.toFloats()).containsExactly(new float[] {0, 0.8f}, within(1e-6f));
        }
    }
}
