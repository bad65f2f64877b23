package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Between the start and the end of a training, by hand. */
class MixtureTest {
    @Test
    void liesOnTheLineBetweenStartAndEnd() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.of(new float[] {5, -2}, 2);
            Tensor seen = Tensor.of(new long[] {9});
            Map<String, Tensor> start = Map.of("w", Tensor.of(new float[] {1, 2}, 2), "n", Tensor.of(new long[] {3}));
            try (Mixture mixture = new Mixture(start, Map.of("w", weight, "n", seen))) {
                mixture.at(0.25);
                assertThat(weight.toFloats()).containsExactly(new float[] {2, 1}, within(1e-6f)); // 0.75 and 0.25
                assertThat(seen.toLongs()).containsExactly(9);
                mixture.at(0.75); // of the ends, and not of what stood there
                assertThat(weight.toFloats()).containsExactly(new float[] {4, -1}, within(1e-6f));
                mixture.at(1);
                assertThat(weight.toFloats()).containsExactly(5, -2);
            }
        }
    }

    @Test
    void choosesTheShareThatIsBestAndTheHalfWhereAllAreAlike() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.of(new float[] {10}, 1);
            Map<String, Tensor> start = Map.of("w", Tensor.of(new float[] {0}, 1));
            try (Mixture mixture = new Mixture(start, Map.of("w", weight))) {
                List<Double> tried = new ArrayList<>();
                Mixture.Chosen chosen = mixture.best(() -> {
                    tried.add((double) Math.round(weight.toDoubles()[0] * 10) / 10);
                    return -Math.abs(weight.toDoubles()[0] - 7);
                });
                assertThat(tried).containsExactlyInAnyOrder(2.5, 5.0, 7.5, 10.0);
                assertThat(chosen.share()).isEqualTo(0.75);
                assertThat(chosen.value()).isCloseTo(-0.5, within(1e-5));
                assertThat(weight.toDoubles()[0]).isCloseTo(7.5, within(1e-5));

                assertThat(mixture.best(() -> 1).share()).isEqualTo(0.5);
                assertThat(weight.toDoubles()[0]).isCloseTo(5, within(1e-5));
            }
        }
    }
}
