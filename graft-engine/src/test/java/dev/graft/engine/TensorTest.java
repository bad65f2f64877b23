package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void givesBackWhatItWasMadeFrom() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

            assertThat(x.shape()).isEqualTo(new Shape(2, 3));
            assertThat(x.transpose(0, 1).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(Tensor.of(new long[] {7, -8}, 2).toLongs()).containsExactly(7, -8);
            assertThat(Tensor.of(new double[] {1e-300}, 1).toDoubles()).containsExactly(1e-300);
        }
    }

    @Test
    void everyTypeSurvivesTheWayThroughItsBytes() {
        try (Scope scope = Scope.open()) {
            for (DType type : DType.values()) {
                Tensor before = Tensor.of(new float[] {0, 1, 1, 0}, 4).to(type);
                ByteBuffer copy = ByteBuffer.allocate(4 * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                copy.put(before.bytes()).flip();

                assertThat(Tensor.of(copy, type, 4).sameAs(before))
                        .as(type.name())
                        .isTrue();
            }
        }
    }

    @Test
    void isFilledWithBytesWhateverItsLayout() throws IOException {
        try (Scope scope = Scope.open()) {
            float[] values = new float[2 * 3 * 4 * 5];
            for (int i = 0; i < values.length; i++) {
                values[i] = i - 7.5f;
            }
            Tensor wanted = Tensor.of(values, 2, 3, 4, 5);
            for (Tensor tensor : List.of(Tensor.zeros(2, 3, 4, 5), Maps.channelsLast(Tensor.zeros(2, 3, 4, 5)))) {
                tensor.requiresGrad(true);
                tensor.fillInPlace(bytes -> bytes.put(wanted.bytes()));
                assertThat(tensor.toFloats()).isEqualTo(values);
                assertThat(tensor.requiresGrad()).isTrue();
            }
        }
    }

    @Test
    void refusesToWorkOutsideAScope() {
        assertThatThrownBy(() -> Tensor.zeros(3))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("outside a scope");
    }

    @Test
    void namesTheOperationTheShapesAndTheReason() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.zeros(2, 3);
            Tensor b = Tensor.zeros(4, 5);

            assertThatThrownBy(() -> a.matmul(b))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("matmul of F32(2, 3), F32(4, 5): ")
                    .hasMessageContaining("(2x3 and 4x5)")
                    .hasMessageNotContaining("\n");
            assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3)).hasMessageContaining("holds 6 values, was given 5");
        }
    }

    @Test
    void aTensorDiesWithItsScopeUnlessKept() {
        try (Scope outer = Scope.open()) {
            Tensor kept;
            Tensor dropped;
            try (Scope inner = Scope.open()) {
                dropped = Tensor.ones(2);
                kept = inner.keep(Tensor.ones(2));
            }
            assertThat(dropped.isFreed()).isTrue();
            assertThat(kept.toFloats()).containsExactly(1, 1);
        }
    }

    @Test
    void gradientsOfAProductAreWorkedOutByHand() {
        try (Scope scope = Scope.open()) {
            Tensor w = Tensor.of(new float[] {2, -1}, 1, 2).requiresGrad(true);
            Tensor x = Tensor.of(new float[] {3, 5}, 1, 2);

            x.mul(w).sum().square().backward(); // (6 - 5)^2, so 2 * 1 * x

            assertThat(w.gradient().toFloats()).containsExactly(6, 10);
            try (NoGrad off = NoGrad.open()) {
                assertThat(w.mul(2).requiresGrad()).isFalse();
            }
            assertThat(w.mul(2).requiresGrad()).isTrue();
        }
    }

    @Test
    void bothFormsOfAttentionAgree() {
        try (Scope scope = Scope.open()) {
            Engine.seed(1);
            Tensor q = Tensor.normal(2, 3, 5, 4);
            Tensor k = Tensor.normal(2, 3, 5, 4);
            Tensor v = Tensor.normal(2, 3, 5, 4);
            Tensor mask = Tensor.of(new float[] {0, 0, 0, -1e9f, -1e9f, 0, 0, 0, 0, 0}, 2, 1, 1, 5);

            float[] fused = Functional.attention(q, k, v, Optional.of(mask), 0).toFloats();
            float[] written = Functional.attention(
                            q.to(DType.F64), k.to(DType.F64), v.to(DType.F64), Optional.of(mask.to(DType.F64)), 0)
                    .toFloats();

            assertThat(fused).containsExactly(written, within(1e-5f));
        }
    }

    @Test
    void aPackedLayerEqualsAPlainOne() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                PackedLinear.available(Precision.FP32), "packed layers are for x86");
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Engine.seed(2);
            Tensor x = Tensor.normal(3, 7, 16);
            Tensor w = Tensor.normal(8, 16);
            Tensor b = Tensor.normal(8);
            try (PackedLinear packed = new PackedLinear(w, b, 32, true, Precision.FP32)) {
                assertThat(packed.forward(x).toFloats())
                        .containsExactly(Functional.linear(x, w, b).gelu().toFloats(), within(1e-5f));
            }
        }
    }

    @Test
    void clippingScalesAllGradientsTogether() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.of(new float[] {3}, 1);
            Tensor b = Tensor.of(new float[] {4}, 1);

            assertThat(FusedSteps.clip(List.of(a, b), 1)).isCloseTo(5, within(1e-5));
            assertThat(a.value()).isCloseTo(0.6, within(1e-5));
            assertThat(b.value()).isCloseTo(0.8, within(1e-5));
        }
    }

    @Test
    void solvesAPositiveSystem() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.of(new double[] {4, 1, 1, 3}, 2, 2);
            Tensor b = Tensor.of(new double[] {1, 2}, 2, 1);

            assertThat(Functional.solvePositive(a, b).toDoubles())
                    .containsExactly(new double[] {1 / 11.0, 7 / 11.0}, within(1e-12));
        }
    }

    /** What adds pieces up, or shortens them, does it in place. */
    @Test
    void noTwoGradientsShareTheirMemory() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.of(new float[] {1, 2}, 1, 2).requiresGrad(true);
            Tensor b = Tensor.of(new float[] {3, 4}, 1, 2).requiresGrad(true);
            Tensor part = Tensor.of(new float[] {5, 6}, 1, 2).requiresGrad(true);
            Tensor sum = Tensor.cat(List.of(a.add(b), part), 1);
            Tensor weights = Tensor.of(new float[] {1, 10, 100, 1000}, 1, 4);
            List<Tensor> gradients = sum.mul(weights).sum().gradients(List.of(a, b, part)).stream()
                    .map(Optional::orElseThrow)
                    .toList();
            gradients.get(0).addInPlace(gradients.get(1), 1);
            assertThat(gradients.get(0).toFloats()).containsExactly(2, 20);
            assertThat(gradients.get(1).toFloats()).containsExactly(1, 10);
            gradients.get(2).mulInPlace(2);
            assertThat(gradients.get(2).toFloats()).containsExactly(200, 2000);
            assertThat(gradients.get(0).toFloats()).containsExactly(2, 20);
        }
    }
}
