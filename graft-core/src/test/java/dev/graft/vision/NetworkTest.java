package dev.graft.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void givesEveryValueOfTheLastMapWhenFlat() {
        try (Network network = Architectures.named("squeezenet1_1").builder().build(3, 0);
                Scope scope = Scope.open()) {
            network.begin(1);
            Network flat = network.flat(3, 64);
            Tensor x = Tensor.normal(2, 3, 64, 64);
            Tensor map = network.map(x);

            assertThat(map.shape().sizes()).containsExactly(2, 512, 3, 3);
            assertThat(flat.width()).isEqualTo(512 * 3 * 3);
            assertThat(flat.features(x).toFloats())
                    .containsExactly(map.reshape(2, 512 * 3 * 3).toFloats());
            assertThat(flat.features(x)
                            .reshape(2, 512, 9)
                            .mean(2, false)
                            .select(0, 1)
                            .toFloats())
                    .usingComparatorWithPrecision(1e-5F)
                    .containsExactly(network.features(x).select(0, 1).toFloats());
        }
    }
}
