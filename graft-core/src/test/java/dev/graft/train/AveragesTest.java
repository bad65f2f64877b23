package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The moving average of weights, by hand. */
class AveragesTest {
    @Test
    void forgetsTheFirstStepsFastThenKeepsItsShare() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.of(new float[] {1, -4}, 2);
            Tensor seen = Tensor.of(new long[] {7});
            try (Averages averages =
                    new Averages(step -> Averaging.moving(0.3).stays(step, 5), Map.of("w", weight, "n", seen))) {
                double first = 1;
                double second = -4;
                double[] stays = {1 / 10.0, 2 / 11.0, 3 / 12.0, 0.3, 0.3}; // (1 + step) / (10 + step), at most 0.3
                for (int step = 0; step < stays.length; step++) {
                    weight.copyInPlace(Tensor.of(new float[] {step + 2, step * step}, 2));
                    seen.copyInPlace(Tensor.of(new long[] {8 + step}));
                    averages.add(step);
                    first = stays[step] * first + (1 - stays[step]) * (step + 2);
                    second = stays[step] * second + (1 - stays[step]) * step * step;
                }

                assertThat(averages.state().get("w").toDoubles()[0]).isCloseTo(first, within(1e-6));
                assertThat(averages.state().get("w").toDoubles()[1]).isCloseTo(second, within(1e-6));
                assertThat(averages.state().get("n").toLongs()).containsExactly(12);
            }
        }
    }

    @Test
    void countsTheLastStepsAlike() {
        Averaging lastHalf = new Averaging(0, 0.5);
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.of(new float[] {100}, 1);
            try (Averages averages = new Averages(step -> lastHalf.stays(step, 6), Map.of("w", weight))) {
                double[] wanted = {1, 2, 3, 4, (4 + 5) / 2.0, (4 + 5 + 6) / 3.0}; // steps 3, 4 and 5 of 6 count
                for (int step = 0; step < wanted.length; step++) {
                    weight.copyInPlace(Tensor.of(new float[] {step + 1}, 1));
                    averages.add(step);
                    assertThat(averages.state().get("w").toDoubles()[0]).isCloseTo(wanted[step], within(1e-6));
                }
            }
        }
    }

    @Test
    void isOfOneKindOnly() {
        assertThatThrownBy(() -> new Averaging(0.9, 0.2)).hasMessageContaining("set one of them to 0");
        assertThatThrownBy(() -> new Averaging(1, 0)).hasMessage("average must be in [0, 1), was 1.0");
    }

    @Test
    void standsInForTheWeightsOnlyWhileItIsJudged() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.of(new float[] {2}, 1);
            try (Averages averages = new Averages(step -> Averaging.moving(0.9).stays(step, 1), Map.of("w", weight))) {
                weight.copyInPlace(Tensor.of(new float[] {12}, 1));
                averages.add(0);

                averages.during(() -> assertThat(weight.toDoubles()[0]).isCloseTo(0.1 * 2 + 0.9 * 12, within(1e-5)));
                assertThat(weight.toFloats()).containsExactly(12);

                averages.give();
                assertThat(weight.toDoubles()[0]).isCloseTo(0.1 * 2 + 0.9 * 12, within(1e-5));
            }
        }
    }
}
