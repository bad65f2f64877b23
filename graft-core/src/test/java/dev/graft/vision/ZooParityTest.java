package dev.graft.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Pooling;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture gives what its reference gives, on weights filled by one rule. The fixtures are of double
 * precision; single precision is 1e-6 from them, and a wrong stride, padding, activation or epsilon at least 1e-3
 * (scripts/golden-vision/README.md).
 */
class ZooParityTest {
    private static final double TOLERANCE = 1e-4;

    /** Architectures without a fixture, and why. */
    private static final Map<String, String> WITHOUT = Map.of();

    private static Stream<String> architectures() {
        return Architectures.names().stream().filter(name -> !WITHOUT.containsKey(name));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void givesTheReferencesFeaturesAndLogits(String name) {
        Golden golden = Golden.of(name).orElseThrow(() -> new AssertionError(name + " has no fixture"));
        for (Golden.Case wanted : golden.cases()) {
            try (Network network = network(name, wanted)) {
                FillRule.fill(network, wanted.gain(), wanted.variance());
                network.train(false);
                check(golden, wanted, network, "packed");
                network.named().values().forEach(tensor -> learned(tensor, true));
                check(golden, wanted, network, "plain");
                assertThat(parameters(network)).isEqualTo(golden.parameters());
            }
        }
    }

    private static Network network(String name, Golden.Case wanted) {
        return Architectures.named(name).builder().build(wanted.channels(), wanted.classes());
    }

    private static void learned(Tensor tensor, boolean on) {
        if (tensor.dtype() == dev.graft.base.DType.F32) {
            tensor.requiresGrad(on);
        }
    }

    private static void check(Golden golden, Golden.Case wanted, Network network, String form) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor x = FillRule.picture(wanted.pictures(), wanted.channels(), wanted.size(), wanted.size());
            Tensor map = network.map(x);
            Tensor features = network.pool().forward(map);
            Tensor logits = network.classifier().orElseThrow().layers().forward(map);
            assertThat(features.shape().sizes()).containsExactly(wanted.pictures(), network.width());
            assertThat(logits.shape().sizes()).containsExactly(wanted.pictures(), wanted.classes());
            assertThat(wanted.features().distance("features", features))
                    .as("features of %s, %s, at %d", golden.architecture(), form, wanted.size())
                    .isLessThan(TOLERANCE);
            assertThat(wanted.logits().distance("logits", logits))
                    .as("logits of %s, %s, at %d", golden.architecture(), form, wanted.size())
                    .isLessThan(TOLERANCE);
        }
    }

    private static long parameters(Network network) {
        return network.named().values().stream().filter(Tensor::requiresGrad).mapToLong(Tensor::count).sum();
    }
}
