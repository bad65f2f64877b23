package dev.graft.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Pooling;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture gives what its reference gives, on weights filled by one rule. The fixtures are of double
 * precision; single precision is 1e-6 from them, and a wrong padding, activation or epsilon at least 3e-4 in one of a
 * network's cases (scripts/golden-vision/README.md).
 */
class ZooParityTest {
    private static final double TOLERANCE = 1e-4;

    /** A new architecture has a fixture of its name too, or stands here with the reason. */
    private static final Map<String, String> WITHOUT =
            Map.of("resnet_tiny", "of our own; SmallResNetTest has a second, plain forward pass");

    private static Stream<String> architectures() {
        return Architectures.names().stream().filter(name -> !WITHOUT.containsKey(name));
    }

    @Test
    void excusesOnlyWhatHasNoFixture() {
        assertThat(Architectures.names()).containsAll(WITHOUT.keySet());
        assertThat(WITHOUT.keySet()).noneMatch(name -> Golden.of(name).isPresent());
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void givesTheReferencesFeaturesAndLogits(String name) {
        Golden golden = Golden.of(name).orElseThrow(() -> new AssertionError(name + " has no fixture"));
        for (Golden.Case wanted : golden.cases()) {
            try (Network network = network(name, wanted)) {
                FillRule.fill(network, wanted.gain(), wanted.variance());
                check(golden, wanted, network, "packed");
                network.parameters().values().forEach(tensor -> tensor.requiresGrad(true));
                check(golden, wanted, network, "plain");
            }
        }
    }

    private static Network network(String name, Golden.Case wanted) {
        if (wanted.pooling() != null) {
            assertThat(name).isEqualTo("vit_small_patch14_reg4_dinov2");
            Pooling pooling = Pooling.valueOf(wanted.pooling());
            return VisionTransformer.DINO_SMALL_14.registers(4).pooling(pooling).build(3, wanted.classes());
        }
        return Architectures.named(name).builder().build(wanted.channels(), wanted.classes());
    }

    private static void check(Golden golden, Golden.Case wanted, Network network, String form) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor x = FillRule.picture(wanted.pictures(), wanted.channels(), wanted.size(), wanted.size());
            Tensor map = network.map(x);
            String what = golden.architecture() + ", " + form + ", at " + wanted.size();
            close(what, "features", network.pool().forward(map), wanted.features());
            close(what, "logits", network.classifier().orElseThrow().layers().forward(map), wanted.logits());
        }
    }

    private static void close(String what, String kind, Tensor found, Golden.Rows wanted) {
        assertThat(found.shape().sizes()).containsExactly(wanted.norm().size(), wanted.width());
        assertThat(wanted.distance(kind, found)).as("%s of %s", kind, what).isLessThan(TOLERANCE);
    }

    /** The reference's own layers were counted on the way. */
    @ParameterizedTest
    @MethodSource("architectures")
    void costsWhatTheReferenceCosts(String name) {
        Golden golden = Golden.of(name).orElseThrow();
        Golden.Case first = golden.cases().get(0);

        assertThat(Cost.of(Architectures.named(name), first.classes(), first.size()))
                .isEqualTo(new Cost(golden.parameters(), golden.multiplyAdds()));
    }
}
