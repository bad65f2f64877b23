package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairLossTest {
    @Test
    void isTheSquaredDistanceOfEachCosineToOneOrNought() {
        try (Scope scope = Scope.open()) {
            // (1, 0) and (0, 2), alike: cosine 0, error 1. (3, 4) and (8, 6), not: cosine 48 / 50, error 0.9216
            Tensor features = Tensor.of(new float[] {1, 0, 3, 4, 0, 2, 8, 6}, 4, 2);
            Tensor alike = Tensor.of(new float[] {1, 0}, 2, 1);

            assertThat(PairLoss.loss(features, alike).value()).isEqualTo((1 + 0.9216) / 2, within(1e-6));
        }
    }

    @Test
    void itsSlopeTurnsFeaturesAndLeavesTheirLength() {
        try (Scope scope = Scope.open()) {
            Tensor features =
                    Tensor.of(new float[] {1, 0, 0, 1}, 2, 2).copy().detach().requiresGrad(true);
            Tensor loss = PairLoss.loss(features, Tensor.of(new float[] {1}, 1, 1));

            // (cos - 1)^2 at cos = a.b = 0: -2 times the part of b across a
            assertThat(loss.gradients(List.of(features)).get(0).orElseThrow().toFloats())
                    .containsExactly(new float[] {0, -2, -2, 0}, within(1e-6f));
        }
    }
}
