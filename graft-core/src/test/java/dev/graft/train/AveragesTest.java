package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
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
            try (Averages averages = new Averages(0.3, Map.of("w", weight, "n", seen))) {
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
    void standsInForTheWeightsOnlyWhileItIsJudged() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.of(new float[] {2}, 1);
            try (Averages averages = new Averages(0.9, Map.of("w", weight))) {
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
