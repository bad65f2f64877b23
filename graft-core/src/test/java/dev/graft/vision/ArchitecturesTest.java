package dev.graft.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.graft.base.Shape;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds for every architecture that is listed. */
class ArchitecturesTest {
    private static Stream<Arguments> all() {
        return Architectures.ALL.stream().map(architecture -> argumentSet(architecture.name(), architecture));
    }

    /** VGG-11 stands for the deeper ones: to draw 140 million weights takes longer than all the other networks'. */
    private static Stream<Arguments> quick() {
        return Architectures.ALL.stream()
                .filter(architecture -> !architecture.name().matches("vgg1[369].*"))
                .map(architecture -> argumentSet(architecture.name(), architecture));
    }

    /** Enough pixels for the deepest network, few enough to be quick; patches of 14 and of 16 divide 112. */
    private static Tensor pixels(Architecture architecture, int examples, int channels) {
        boolean larger = architecture.name().matches("vit.*|inception.*");
        int size = Math.min(architecture.preparation().size(), larger ? 112 : 64);
        return Tensor.normal(examples, channels, size, size);
    }

    @ParameterizedTest
    @MethodSource("quick")
    void givesFeaturesAndLogitsAlikeInBothForms(Architecture architecture) {
        try (Scope scope = Scope.open();
                Network network =
                        architecture.builder().build(architecture.preparation().channels(), 7)) {
            network.begin(3);
            Tensor x = pixels(architecture, 2, architecture.preparation().channels());
            Tensor features = network.features(x);
            Tensor logits = network.logits(x);

            assertThat(features.shape()).isEqualTo(new Shape(2, network.width()));
            assertThat(logits.shape()).isEqualTo(new Shape(2, 7));
            network.parameters().values().forEach(parameter -> parameter.requiresGrad(true));
            close(network.features(x), features);
            close(network.logits(x), logits);
        }
    }

    private static void close(Tensor found, Tensor wanted) {
        double scale = wanted.square().mean().sqrt().value();
        assertThat(scale).isGreaterThan(0);
        assertThat(found.sub(wanted).square().mean().sqrt().value()).isLessThan(1e-4 * scale);
    }

    @ParameterizedTest
    @MethodSource("quick")
    void learnsInEveryParameterAndKeepsStatistics(Architecture architecture) {
        try (Scope scope = Scope.open();
                Network network = architecture.builder().build(1, 3)) {
            network.begin(4);
            network.train(true);
            Engine.seed(5);
            Map<String, Tensor> parameters = network.parameters();
            parameters.values().forEach(t -> t.requiresGrad(true));
            network.logits(pixels(architecture, 4, 1)).square().sum().backward();

            assertThat(parameters.values()).allMatch(Tensor::hasGradient);
            boolean normed = network.named().keySet().stream().anyMatch(name -> name.endsWith("running_mean"));
            assertThat(network.mixesExamples()).isEqualTo(normed);
            network.train(false);
            assertThat(network.mixesExamples()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void isDividedIntoStagesThatShareNothing(Architecture architecture) {
        try (Network body = architecture.builder().build(3, 0);
                Network whole = architecture.builder().build(3, 9)) {
            Set<String> seen = new HashSet<>();
            for (Stage stage : body.stages()) {
                stage.layers()
                        .visitState(
                                stage.prefix(),
                                (name, tensor) ->
                                        assertThat(seen.add(name)).as(name).isTrue());
            }

            assertThat(body.stages())
                    .extracting(Stage::name)
                    .doesNotHaveDuplicates()
                    .hasSizeGreaterThan(2);
            assertThat(body.named().keySet()).isEqualTo(seen);
            assertThat(body.classifier()).isEmpty();
            assertThat(whole.named().keySet()).containsAll(seen).hasSizeGreaterThan(seen.size());
        }
    }

    /** Counts of torchvision's documentation, of Keras's MobileNet, of akamaster's README to its precision. */
    @ParameterizedTest
    @CsvSource({
        "resnet18, 1000, 11689512",
        "resnet34, 1000, 21797672",
        "resnet50, 1000, 25557032",
        "resnet101, 1000, 44549160",
        "resnext50_32x4d, 1000, 25028904",
        "wide_resnet50_2, 1000, 68883240",
        "mobilenet_v2, 1000, 3504872",
        "mobilenet_v3_large, 1000, 5483032",
        "mobilenet_v3_small, 1000, 2542856",
        "efficientnet_b0, 1000, 5288548",
        "squeezenet1_0, 1000, 1248424",
        "squeezenet1_1, 1000, 1235496",
        "mobilenetv1_025, 1000, 470072",
        "mobilenetv1_100, 1000, 4231976",
        "resnet20, 10, 269722",
        "resnet56, 10, 853018",
        "alexnet, 1000, 61100840",
        "vgg11, 1000, 132863336",
        "vgg13, 1000, 133047848",
        "vgg16, 1000, 138357544",
        "vgg16_bn, 1000, 138365992",
        "vgg19, 1000, 143667240",
        "densenet121, 1000, 7978856",
        "densenet169, 1000, 14149480",
        "inception_v3, 1000, 23834568", // 27161264 with the auxiliary classifier's 3326696
        "xception, 1000, 22855952",
        "convnext_tiny, 1000, 28589128",
        "vit_b_16, 1000, 86567656",
    })
    void hasAsManyParametersAsTheReference(String name, int classes, long count) {
        try (Network network = Architectures.named(name).builder().build(3, classes)) {
            assertThat(network.parameters().values().stream()
                            .mapToLong(Tensor::count)
                            .sum())
                    .isEqualTo(count);
        }
    }

    @Test
    void namesTheNearestOfAnUnknownName() {
        assertThatThrownBy(() -> Architectures.named("resnet81")).hasMessageContaining("did you mean 'resnet18'?");
        assertThat(Architectures.names()).doesNotHaveDuplicates();
    }

    @Test
    void knowsWhichNetworksAreOfDepthwiseConvolutions() {
        Set<String> depthwise = new HashSet<>();
        for (Architecture architecture : Architectures.ALL) {
            try (Network network =
                    architecture.builder().build(architecture.preparation().channels(), 0)) {
                if (network.depthwise()) {
                    depthwise.add(architecture.name());
                }
            }
        }
        assertThat(depthwise)
                .isEqualTo(Architectures.names().stream()
                        .filter(name -> name.matches("(tf_)?mobilenet.*|efficientnet.*|convnext.*|xception.*"))
                        .collect(Collectors.toSet()))
                .contains("mobilenet_v2", "mobilenetv1_025", "efficientnet_b0", "convnext_tiny", "xception");
    }
}
