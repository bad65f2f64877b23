package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.base.DType;
import dev.graft.base.Storage;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.nn.StateDict;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import dev.graft.weights.PthBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --weights} names: a whole network as others publish it, with a classifier of its own. */
class GivenWeightsTest {
    @TempDir
    Path folder;

    /** A network whose every tensor has values of its own. */
    private static Network network(String name, int classes) {
        Network network = Architectures.named(name).builder().build(3, classes);
        Engine.seed(11);
        try (Scope scope = Scope.open()) {
            network.named().values().stream()
                    .filter(tensor -> tensor.dtype() == DType.F32)
                    .forEach(tensor ->
                            tensor.copyInPlace(Tensor.normal(tensor.shape().sizes())));
        }
        return network;
    }

    private Path written(Network network, String file) throws IOException {
        Path weights = folder.resolve(file);
        try (Scope scope = Scope.open()) {
            if (file.endsWith(".pth")) {
                return Files.write(weights, PthBytes.of(StateDict.data(network.named())));
            }
            Storage.LOCAL.writeFile(weights, out -> StateDict.write(out, Map.of(), network.named()));
            return weights;
        }
    }

    private static Backbone open(String name, Path weights) throws IOException {
        return Catalog.open(name, Optional.of(weights), Hub.standard());
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, w.safetensors, fc.weight",
        "resnet20, w.pth, linear.weight",
        "squeezenet1_1, w.safetensors, classifier.1.weight",
        "squeezenet1_1, w.pth, classifier.1.weight",
        "mobilenet_v2, w.safetensors, classifier.1.weight",
        "mobilenet_v3_small, w.safetensors, classifier.0.weight",
        "vit_ti_16, w.safetensors, heads.head.weight",
        "resnet_tiny, w.safetensors, fc.weight"
    })
    void everyTensorOfTheBodyIsTheFilesAndTheClassifierIsLeftOut(String name, String file, String classifier)
            throws IOException {
        try (Network whole = network(name, 7);
                Scope scope = Scope.open()) {
            Map<String, Tensor> wanted = whole.named();
            assertThat(wanted).containsKey(classifier);
            try (Backbone body = open(name, written(whole, file))) {
                Map<String, Tensor> given = body.state();

                assertThat(given).doesNotContainKey(classifier);
                given.forEach((tensor, values) ->
                        assertThat(values.sameAs(wanted.get(tensor))).as(tensor).isTrue());
                assertThat(wanted.size() - given.size()).as("tensors left out").isBetween(1, 4);
                assertThat(given.values().stream().mapToLong(Tensor::count).sum())
                        .isGreaterThan(VisionFigures.ALL.get(name).parameters() - 1);
                assertThat(body.origin().source()).isEqualTo(file);
            }
        }
    }

    @Test
    void aDeeperNetworksWeightsAreRefusedWithTheNameOfTheirs() throws IOException {
        try (Network deeper = network("resnet34", 10)) {
            Path weights = written(deeper, "found.safetensors");

            // 16 convolutions more, each with the four tensors of its norm
            assertThatThrownBy(() -> open("resnet18", weights))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith(weights + ": does not fit resnet18; load it into resnet34:"
                            + " 80 of the file's 218 are unexpected (layer1.2.bn1.bias, ");
            assertThatThrownBy(() -> open("resnet20", weights)).hasMessageContaining("load it into resnet34");
        }
    }

    @Test
    void aShallowerNetworksWeightsAreRefusedWithWhatTheyLack() throws IOException {
        try (Network shallow = network("resnet20", 10)) {
            Path weights = written(shallow, "found.pth");

            // resnet32 has two blocks more in each of three stages, each of two convolutions with their norms
            assertThatThrownBy(() -> open("resnet32", weights))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith(weights + ": does not fit resnet32; load it into resnet20: 60 of its ")
                    .hasMessageContaining(" tensors are missing (layer1.3.conv1.weight, ");
        }
    }

    @Test
    void anotherFamilysWeightsAreRefusedByTheNameOfTheFile() throws IOException {
        try (Network other = network("squeezenet1_1", 10)) {
            Path named = written(other, "squeezenet1_1-b8a52dc0.pth");
            Path unnamed = written(other, "w.pth");

            assertThatThrownBy(() -> open("resnet18", named))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("so it is of another network than resnet18; load it into squeezenet1_1");
            assertThatThrownBy(() -> open("resnet18", unnamed))
                    .hasMessageContaining("so it is of another network than resnet18; take weights of resnet18");
        }
    }
}
