package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.DType;
import dev.graft.engine.Autocast;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearTest {

    /** Whether or not this processor can pack its weights in bf16. */
    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"NONE", "GELU", "RELU"})
    void staysInBf16WhereThatIsOn(Activation activation) {
        try (Scope scope = Scope.open();
                Linear layer = new Linear(16, 8, activation).begin()) {
            layer.train(false);
            layer.visit("", (name, tensor) -> tensor.requiresGrad(false));
            Tensor x = Tensor.normal(4, 16);
            float[] full = layer.forward(x).toFloats();
            try (Autocast half = Autocast.open(Precision.BF16)) {
                for (Tensor given : new Tensor[] {x, x.to(DType.BF16)}) {
                    Tensor y = layer.forward(given);

                    assertThat(y.dtype()).isEqualTo(DType.BF16);
                    assertThat(y.toFloats()).containsExactly(full, within(0.1f));
                }
            }
        }
    }
}
