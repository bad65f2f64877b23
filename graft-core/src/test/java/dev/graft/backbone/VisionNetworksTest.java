package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.Storage;
import dev.graft.engine.Scope;
import dev.graft.hub.Home;
import dev.graft.hub.Hub;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.vision.Cost;
import dev.graft.vision.Network;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                Scope scope = Scope.open()) {
            List<TensorData> tensors = network.named().entrySet().stream()
                    .map(tensor -> TensorData.of(
                            tensor.getKey(),
                            tensor.getValue().dtype(),
                            tensor.getValue().shape(),
                            tensor.getValue()::bytes))
                    .toList();
            Storage.LOCAL.writeFile(
                    weights, out -> Safetensors.write(out, Map.of("padding", "TensorFlow SAME"), tensors));
        }
        assertThat(warnings("mobilenet_v2", weights))
                .singleElement()
                .asString()
                .contains("trained.safetensors", "--backbone tf_mobilenet_v2");
        assertThat(warnings("tf_mobilenet_v2", weights)).isEmpty();
    }

    private static List<String> warnings(String name, Path weights) throws IOException {
        List<String> said = new ArrayList<>();
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
        Logger logger = Logger.getLogger(VisionNetworks.class.getName());
        logger.addHandler(listener);
        try (Backbone opened = Catalog.open(name, Optional.of(weights), Hub.standard())) {
            return said;
        } finally {
            logger.removeHandler(listener);
        }
    }
}
