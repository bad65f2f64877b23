package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MapsTest {
    private static final float[] COUNT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    @Test
    void padsEvenlyOrBelowAndToTheRightOnly() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(COUNT, 1, 1, 4, 4);
            Tensor ones = Tensor.ones(1, 1, 3, 3);
            Window window = Window.of(3).stride(2);

            // each sum of the 3 x 3 window around the first and third pixel of the first and third row
            assertThat(Maps.conv2d(x, ones, Optional.empty(), window, 1).toFloats())
                    .containsExactly(1 + 2 + 5 + 6, 2 + 3 + 4 + 6 + 7 + 8, 5 + 6 + 9 + 10 + 13 + 14, 99);
            // TensorFlow's windows begin at the first pixel: rows 0 to 2 and 2 to 4
            assertThat(Maps.conv2d(x, ones, Optional.empty(), window.padSame(), 1)
                            .toFloats())
                    .containsExactly(54, 3 + 4 + 7 + 8 + 11 + 12, 9 + 10 + 11 + 13 + 14 + 15, 11 + 12 + 15 + 16);
            assertThat(Maps.maxPool(x.mul(-1), window.padSame()).toFloats()).containsExactly(-1, -3, -9, -11);
        }
    }

    @Test
    void tensorFlowsPaddingIsEvenWhereItCanBe() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.normal(1, 2, 5, 4);
            Tensor weight = Tensor.normal(3, 2, 3, 1);
            Tensor same = Maps.conv2d(
                    x, weight, Optional.empty(), Window.of(3, 1).stride(2).padSame(), 1);
            Tensor even =
                    Maps.conv2d(x, weight, Optional.empty(), Window.of(3, 1).stride(2), 1);

            assertThat(same.shape()).isEqualTo(new Shape(1, 3, 3, 2));
            assertThat(same.toFloats()).containsExactly(even.toFloats());
        }
    }

    /** oneDNN alone leaves what it does not write of such gradients as it finds it. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "4, 1", "3, 2", "4, 2"})
    void gradientsInBf16AreWholeWhereAWindowStandsInOneColumn(int height, int width) {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.normal(8, 64, height, width);
            Tensor weight = Tensor.normal(64, 64, 3, 3);
            float[] wanted = gradient(x, weight, Precision.FP32);
            double largest = IntStream.range(0, wanted.length)
                    .mapToDouble(i -> Math.abs(wanted[i]))
                    .max()
                    .orElseThrow();
            for (int round = 0; round < 5; round++) {
                float[] garbage = new float[1 << 18];
                Arrays.fill(garbage, Float.NaN);
                try (Scope soon = Scope.open()) {
                    Tensor.of(garbage, garbage.length); // given back, and given out again
                }
                float[] given = gradient(x, weight, Precision.BF16);
                for (int i = 0; i < wanted.length; i++) {
                    assertThat((double) given[i]).isEqualTo(wanted[i], within(0.02 * largest));
                }
            }
        }
    }

    private static float[] gradient(Tensor x, Tensor weight, Precision precision) {
        try (Scope scope = Scope.open();
                Autocast half = Autocast.open(precision)) {
            Tensor learned = weight.copy().requiresGrad(true);
            Maps.conv2d(x, learned, Optional.empty(), Window.of(3).stride(2), 1)
                    .to(DType.F32)
                    .square()
                    .sum()
                    .backward();
            return learned.gradient().toFloats();
        }
    }

    @Test
    void poolsCountALastPositionWhereAsked() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(COUNT, 1, 1, 4, 4);
            Window window = Window.of(3).stride(2).padding(0);

            assertThat(Maps.maxPool(x, window).toFloats()).containsExactly(11);
            assertThat(Maps.maxPool(x, window.roundUp()).toFloats()).containsExactly(11, 12, 15, 16);
            assertThat(Maps.averagePool(x, Window.of(2).stride(2).padding(0)).toFloats())
                    .containsExactly(3.5f, 5.5f, 11.5f, 13.5f);
            assertThat(Maps.globalAverage(x).toFloats()).containsExactly(8.5f);
            assertThat(Maps.every(x, 2).toFloats()).containsExactly(1, 3, 9, 11);
        }
    }

    @Test
    void bringsAMapToAnotherSize() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(COUNT, 1, 1, 4, 4);

            assertThat(Maps.bicubic(x, 4, 4, false, false).toFloats()).containsExactly(COUNT);
            assertThat(Maps.bicubic(x, 7, 7, true, false).toFloats())
                    .contains(new float[] {1, 4, 13, 16}, within(1e-4f));
            assertThat(Maps.bicubic(x, 2, 2, false, true).mean().value()).isCloseTo(8.5, within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFrozenConvolutionComputesTheSameInBothForms(Pointwise after) {
        Engine.seed(7);
        try (Scope scope = Scope.open()) {
            for (Window window : List.of(
                    Window.of(3), Window.of(1).stride(2), Window.of(3).stride(2).padSame(), Window.of(1, 7))) {
                for (int c = 0; c < 4; c++) {
                    int groups = c % 2 == 0 ? 1 : 8;
                    int side = c < 2 ? 10 : 1; // a map may shrink to one pixel
                    Tensor x = Maps.channelsLast(Tensor.normal(2, 8, side, side));
                    Tensor weight = Tensor.normal(16, 8 / groups, window.height(), window.width());
                    Tensor bias = Tensor.normal(16);
                    try (FrozenConv plain = new PlainConv(weight, bias, window, groups, after, Precision.FP32);
                            FrozenConv fast = FrozenConv.of(
                                    weight, bias, window, groups, after, new long[] {2, 8, 10, 10}, Precision.FP32)) {
                        Tensor more = Maps.channelsLast(
                                Tensor.normal(plain.forward(x).shape().sizes()));

                        equal(fast.forward(x), plain.forward(x));
                        equal(fast.forward(x, more), plain.forward(x, more));
                    }
                }
            }
        }
    }

    @Test
    void aFrozenConvolutionNamesWhatDoesNotFit() {
        try (Scope scope = Scope.open();
                FrozenConv conv = FrozenConv.of(
                        Tensor.ones(8, 3, 3, 3),
                        Tensor.ones(8),
                        Window.of(3),
                        1,
                        Pointwise.RELU,
                        new long[] {1, 3, 8, 8},
                        Precision.FP32)) {
            assertThatThrownBy(() -> conv.forward(Tensor.ones(1, 1, 8, 8)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("F32(1, 1, 8, 8)")
                    .hasMessageContaining("to have 3 channels");
            assertThatThrownBy(() -> conv.forward(Tensor.ones(1, 3, 8, 8), Tensor.ones(1, 8, 4, 4)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("(1, 8, 8, 8)")
                    .hasMessageContaining("(1, 8, 4, 4)");
        }
    }

    private static void equal(Tensor found, Tensor wanted) {
        assertThat(found.shape()).isEqualTo(wanted.shape());
        assertThat(found.toFloats()).containsExactly(wanted.toFloats(), within(2e-5f));
    }

    @Test
    void whatPackedLayersGiveOutlivesTheScopeItWasMadeIn() {
        try (Scope outer = Scope.open();
                PackedLinear linear = new PackedLinear(Tensor.ones(3, 2), Tensor.ones(3), 4, false, Precision.FP32)) {
            Tensor x = Tensor.ones(1, 2);
            Tensor y = kept(linear, x);
            Tensor.normal(100, 100).matmul(Tensor.normal(100, 100));

            assertThat(y.toFloats()).containsExactly(3, 3, 3);
            assertThat(y.requiresGrad()).isFalse();
        }
    }

    private static Tensor kept(PackedLinear linear, Tensor x) {
        try (Scope inner = Scope.open()) {
            return inner.keep(linear.forward(x));
        }
    }

    @Test
    void aStepFollowsGradientsThatLieInAnotherOrder() {
        try (Scope scope = Scope.open()) {
            Tensor start = Tensor.normal(4, 3, 3, 3);
            Tensor gradient = Tensor.normal(4, 3, 3, 3);
            Tensor wanted = start.sub(gradient.mul(0.5));
            for (Tensor weight : List.of(start.copy(), Maps.channelsLast(start.copy()))) {
                for (Tensor slope : List.of(gradient, Maps.channelsLast(gradient))) {
                    Tensor fresh = weight.copy();
                    Tensor momentum = Tensor.zerosLike(fresh);
                    FusedSteps.sgd(List.of(fresh), List.of(slope), List.of(momentum), 0.5, 0.9, 0, false, false);

                    assertThat(fresh.toFloats()).containsExactly(wanted.toFloats(), within(1e-6f));
                    assertThat(momentum.toFloats()).containsExactly(gradient.toFloats(), within(1e-6f));
                }
            }
        }
    }

    @Test
    void aStepRefusesStateThatLiesInAnotherOrder() {
        try (Scope scope = Scope.open()) {
            List<Tensor> weight = List.of(Maps.channelsLast(Tensor.normal(4, 3, 3, 3)));
            List<Tensor> plain = List.of(Tensor.zeros(4, 3, 3, 3));

            assertThatThrownBy(() -> FusedSteps.sgd(weight, weight, plain, 0.5, 0.9, 0, false, false))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("another order");
        }
    }

    @Test
    void dropsWholeExamples() {
        Engine.seed(3);
        try (Scope scope = Scope.open()) {
            float[] kept =
                    Functional.dropExamples(Tensor.ones(1000, 2, 1, 1), 0.25).toFloats();

            int dropped = 0;
            for (int i = 0; i < kept.length; i += 2) {
                assertThat(kept[i + 1]).isEqualTo(kept[i]).isIn(0f, 4 / 3f);
                dropped += kept[i] == 0 ? 1 : 0;
            }
            assertThat(dropped).isBetween(200, 300);
        }
    }
}
