package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.DType;
import dev.graft.engine.Autocast;
import dev.graft.engine.Engine;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvNormTest {
    private static ConvNorm unit(Activation activation) {
        Engine.seed(5);
        ConvNorm unit = new ConvNorm(
                "conv1", Conv2d.plain(3, 8, Window.of(3).stride(2)), "bn1", new BatchNorm2d(8), activation);
        unit.begin();
        try (Scope scope = Scope.open()) {
            for (Map.Entry<String, Tensor> norm : unit.state().entrySet()) {
                if (norm.getKey().startsWith("bn1") && norm.getValue().dtype() == DType.F32) {
                    norm.getValue().copyInPlace(Tensor.uniform(0.5, 2, 8));
                }
            }
        }
        return unit;
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameWhetherOrNotItCouldLearn(Activation activation) {
        try (Scope scope = Scope.open();
                ConvNorm unit = unit(activation)) {
            Tensor x = Tensor.normal(2, 3, 9, 12);
            Tensor shortcut = Tensor.normal(2, 8, 5, 6);
            float[] frozen = unit.forward(x).toFloats();
            float[] added = unit.forward(x, shortcut).toFloats();
            unit.visit("", (name, tensor) -> tensor.requiresGrad(true));

            assertThat(unit.forward(x).toFloats()).containsExactly(frozen, within(2e-5f));
            assertThat(unit.forward(x, shortcut).toFloats()).containsExactly(added, within(2e-5f));
        }
    }

    @Test
    void takesItsWeightsAnewOnceTheyHaveChanged() {
        try (Scope scope = Scope.open();
                ConvNorm unit = unit(Activation.RELU)) {
            Tensor x = Tensor.normal(1, 3, 8, 8);
            unit.forward(x);
            unit.state().get("conv1.weight").mulInPlace(0);
            unit.state().get("bn1.running_mean").mulInPlace(0);
            unit.state().get("bn1.bias").mulInPlace(0).addInPlace(Tensor.ones(8), 3);
            unit.train(false);

            assertThat(unit.forward(x).toFloats()).containsOnly(3);
        }
    }

    @Test
    void answersSeveralThreadsAndSizesAtOnce() {
        try (Scope scope = Scope.open();
                ConvNorm unit = unit(Activation.SILU)) {
            Tensor x = Tensor.normal(4, 3, 16, 16);
            unit.visit("", (name, tensor) -> tensor.requiresGrad(true));
            float[] wanted = unit.forward(x).toFloats();
            unit.visit("", (name, tensor) -> tensor.requiresGrad(false));

            Parallel.run(16, i -> {
                Tensor part = unit.forward(x.narrow(0, i % 4, 4 - i % 4));
                assertThat(part.toFloats())
                        .containsExactly(
                                Arrays.copyOfRange(wanted, i % 4 * wanted.length / 4, wanted.length), within(2e-5f));
            });
        }
    }

    @Test
    void staysInBf16WhereThatIsOn() {
        try (Scope scope = Scope.open();
                ConvNorm unit = unit(Activation.RELU6)) {
            Tensor x = Tensor.normal(2, 3, 16, 16);
            float[] full = unit.forward(x).toFloats();
            try (Autocast half = Autocast.open(Precision.BF16)) {
                Tensor y = unit.forward(x);

                assertThat(y.dtype()).isEqualTo(DType.BF16);
                assertThat(y.toFloats()).containsExactly(full, within(0.1f));
            }
        }
    }

    @Test
    void itsNamesAreThoseOfTheReference() {
        try (ConvNorm unit = unit(Activation.NONE)) {
            assertThat(unit.named().keySet()).containsExactly("conv1.weight", "bn1.weight", "bn1.bias");
            assertThat(unit.state().keySet())
                    .containsExactly(
                            "conv1.weight",
                            "bn1.weight",
                            "bn1.bias",
                            "bn1.running_mean",
                            "bn1.running_var",
                            "bn1.num_batches_tracked");
        }
    }

    @Test
    void remembersATenthOfEachBatchAndSaysThatItMixesExamples() {
        try (Scope scope = Scope.open();
                Sequential net = new Sequential().then("0", new BatchNorm2d(1))) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 6}, 2, 1, 1, 2);
            assertThat(net.mixesExamples()).isFalse();
            net.train(true);
            assertThat(net.mixesExamples()).isTrue();
            Tensor y = net.forward(x);

            // mean 3, variance 14 / 4 to normalise and 14 / 3 to remember
            assertThat(y.toFloats()[3]).isCloseTo((float) (3 / Math.sqrt(3.5)), within(1e-4f));
            assertThat(net.state().get("0.running_mean").toFloats()[0]).isCloseTo(0.3f, within(1e-6f));
            assertThat(net.state().get("0.running_var").toFloats()[0]).isCloseTo(0.9f + 1.4f / 3, within(1e-6f));
            assertThat(net.state().get("0.num_batches_tracked").toLongs()).containsExactly(1);
        }
    }

    @Test
    void learnsByGradients() {
        try (Scope scope = Scope.open();
                ConvNorm unit = unit(Activation.RELU)) {
            Tensor x = Tensor.normal(4, 3, 8, 8);
            unit.train(true);
            unit.visit("", (name, tensor) -> tensor.requiresGrad(true));
            unit.forward(x).square().mean().backward();

            unit.named()
                    .forEach((name, tensor) -> assertThat(
                                    tensor.gradient().norm(0).sum().value())
                            .as(name)
                            .isGreaterThan(0));
        }
    }

    @Test
    void beginsWithTheDeviationsOfThePapers() {
        Engine.seed(1);
        try (Conv2d out = Conv2d.plain(16, 64, Window.of(3));
                Conv2d in = new Conv2d(16, 64, Window.of(3), 1, true, Initial.KAIMING_IN_UNIFORM)) {
            out.begin();
            in.begin();

            assertThat(deviation(out.state().get("weight"))).isCloseTo(Math.sqrt(2.0 / (64 * 9)), within(2e-3));
            assertThat(deviation(in.state().get("weight"))).isCloseTo(Math.sqrt(2.0 / (16 * 9)), within(4e-3));
            assertThat(in.state().get("bias").toFloats()).containsOnly(0);
        }
    }

    private static double deviation(Tensor x) {
        try (Scope scope = Scope.open()) {
            return x.square().mean().sqrt().value();
        }
    }
}
