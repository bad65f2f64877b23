package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.Shape;
import dev.graft.base.Storage;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.hub.Home;
import dev.graft.hub.Hub;
import dev.graft.nn.StateDict;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.vision.Cost;
import dev.graft.vision.Network;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class VisionNetworksTest {
    static List<Architecture> architectures() {
        return Architectures.ALL;
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void saysOfEachNetworkHowLargeItIs(Architecture architecture) {
        VisionFigures said = VisionFigures.ALL.get(architecture.name());

        assertThat(said).as(architecture.name() + " in vision.tsv").isNotNull();
        try (Scope scope = Scope.open();
                Network network =
                        architecture.builder().build(architecture.preparation().channels(), 0)) {
            assertThat(network.width()).isEqualTo(said.features());
            assertThat(network.stages()).hasSize(said.stages());
            assertThat(network.parameters().values().stream()
                            .mapToLong(dev.graft.engine.Tensor::count)
                            .sum())
                    .isEqualTo(said.parameters());
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void saysWhatItsOutputsAreComparedWith(Architecture architecture) throws IOException {
        String said = VisionFigures.ALL.get(architecture.name()).checkedAgainst();
        String golden = "/golden/vision/" + architecture.name() + ".json"; // which ZooParityTest compares with

        try (InputStream in = VisionNetworksTest.class.getResourceAsStream(golden)) {
            String wanted = in == null
                    ? "no reference: the architecture is Graft's own"
                    : JsonMapper.shared().readTree(in).path("reference").asString();
            assertThat(said).isEqualTo(wanted);
            assertThat(Catalog.find(architecture.name()).orElseThrow().checkedAgainst())
                    .isEqualTo(said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobilenetv1_025", "squeezenet1_1", "resnet18"})
    void saysWhatOnePictureCosts(String name) {
        assertThat(Cost.of(Architectures.named(name), 0).multiplyAdds())
                .isEqualTo(VisionFigures.ALL.get(name).multiplyAdds());
    }

    @Test
    void asksForWeightsWhereItHasNone(@TempDir Path home) {
        Hub empty = new Hub(new Home(home), List.of(), Storage.LOCAL);

        assertThatThrownBy(() -> Catalog.open("resnet18", Optional.empty(), empty))
                .hasMessageContaining("resnet18: has no weights here")
                .hasMessageContaining("--weights FILE");
    }

    @Test
    void saysWhereWeightsWantThePaddingOfTensorFlow(@TempDir Path folder) throws IOException {
        Path weights = folder.resolve("trained.safetensors");
        try (Network network = Architectures.named("mobilenet_v2").builder().build(3, 0);
                OutputStream out = Files.newOutputStream(weights)) {
            StateDict.write(out, Map.of("padding", "TensorFlow SAME"), network.named());
        }
        assertThat(warnings("mobilenet_v2", weights))
                .singleElement()
                .asString()
                .contains("trained.safetensors", "--backbone tf_mobilenet_v2");
        assertThat(warnings("tf_mobilenet_v2", weights)).isEmpty();
    }

    private static List<String> warnings(String name, Path weights) throws IOException {
        List<String> said = new ArrayList<>();
        heard(VisionNetworks.class, said, name, weights).close();
        return said;
    }

    /** Opens a network and hears what is logged meanwhile. */
    private static Backbone heard(Class<?> from, List<String> said, String name, Path weights) throws IOException {
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(from.getName());
        logger.addHandler(listener);
        try {
            return Catalog.open(name, Optional.of(weights), Hub.standard());
        } finally {
            logger.removeHandler(listener);
        }
    }

    /** As a file of 384 pixels has them for patches of 16: interpolated as torchvision's interpolate_embeddings does. */
    @Test
    void positionsOfAnotherSizeAreInterpolatedAndSaidToBe(@TempDir Path folder) throws IOException {
        int theirs = 24;
        int ours = 14;
        int width = 192;
        float[] learned = new float[(1 + theirs * theirs) * width];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < learned.length; i++) {
            learned[i] = (float) random.nextDouble(-1, 1);
        }
        Path weights = folder.resolve("vit_384.safetensors");
        transformer(weights, TensorData.of(POSITIONS, new Shape(1, 1 + theirs * theirs, width), learned));
        List<String> said = new ArrayList<>();
        try (Backbone opened = heard(VisionFolder.class, said, "vit_ti_16", weights)) {
            float[] given = opened.state().get(POSITIONS).toFloats();
            assertThat(given).hasSize((1 + ours * ours) * width);
            for (int d = 0; d < width; d += 37) {
                assertThat(given[d]).isEqualTo(learned[d]); // of the class token
                for (int row : new int[] {0, 1, 6, 13}) {
                    for (int column : new int[] {0, 5, 12, 13}) {
                        double wanted = bicubic(learned, theirs, width, d, row * 23 / 13.0, column * 23 / 13.0);
                        assertThat(given[(1 + row * ours + column) * width + d])
                                .isEqualTo((float) wanted, within(1e-5f));
                    }
                }
            }
        }
        assertThat(said)
                .containsExactly(weights + ": made to fit: encoder.pos_embedding from (1, 577, 192) to (1, 197, 192)");
    }

    private static final String POSITIONS = "encoder.pos_embedding";

    /** Writes a small vision transformer with other positions than its own. */
    private static void transformer(Path weights, TensorData positions) throws IOException {
        try (Network network = Architectures.named("vit_ti_16").builder().build(3, 0);
                Scope scope = Scope.open()) {
            List<TensorData> tensors = StateDict.data(network.named());
            tensors.replaceAll(tensor -> tensor.entry().name().equals(POSITIONS) ? positions : tensor);
            Storage.LOCAL.writeFile(weights, out -> Safetensors.write(out, Map.of(), tensors));
        }
    }

    /** Keys' cubic convolution with a = -0.75, the border repeated: what PyTorch calls bicubic. */
    private static double bicubic(float[] tokens, int grid, int width, int channel, double row, double column) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double sum = 0;
        for (int r = top - 1; r <= top + 2; r++) {
            for (int c = left - 1; c <= left + 2; c++) {
                int at = 1 + Math.min(Math.max(r, 0), grid - 1) * grid + Math.min(Math.max(c, 0), grid - 1);
                sum += tokens[at * width + channel] * cubic(row - r) * cubic(column - c);
            }
        }
        return sum;
    }

    private static double cubic(double distance) {
        double x = Math.abs(distance);
        double a = -0.75;
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }

    @Test
    void positionsOfNoSquareAreRefused(@TempDir Path folder) throws IOException {
        Path weights = folder.resolve("odd.safetensors");
        transformer(weights, TensorData.of(POSITIONS, new Shape(1, 200, 192), new float[200 * 192]));
        assertThatThrownBy(() -> Catalog.open("vit_ti_16", Optional.of(weights), Hub.standard()))
                .hasMessageContaining("encoder.pos_embedding")
                .hasMessageContaining("(1, 200, 192)");
    }

    @Test
    void depthwiseConvolutionsAreTrainedInFullPrecisionWhereNobodySays() throws IOException {
        try (Backbone depthwise = Catalog.begin("mobilenetv1_025", Hub.standard());
                Backbone other = Catalog.begin("resnet20", Hub.standard());
                Backbone patches = Catalog.begin("vit_ti_16", Hub.standard())) {
            assertThat(depthwise.fastest()).isEqualTo(Precision.FP32);
            assertThat(other.fastest()).isEqualTo(Precision.fastest());
            assertThat(patches.fastest()).isEqualTo(Precision.fastest());
            assertThat(depthwise.answering()).isEqualTo(Precision.FP32);
            assertThat(other.answering()).isEqualTo(Precision.fastest());
            assertThat(patches.answering()).isEqualTo(Precision.FP32);
            assertThat(other.anySize()).isTrue();
            assertThat(patches.anySize()).isFalse();
        }
    }
}
