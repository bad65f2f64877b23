package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Scope;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code graft train} tells of a folder of pictures and of what it began with. */
class TrainPicturesTest {
    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void takesPhotos() throws IOException {
        photos = Samples.photos(folder.resolve("photos"));
    }

    private static JsonNode json(Called called) {
        assertThat(called.exit()).as("%s", called.err()).isZero();
        return JsonMapper.shared().readTree(called.last());
    }

    @Test
    void everyPictureThatCannotBeReadIsListedInTheResultAndOnThePage() throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.writeString(photos.resolve("dark/damaged" + i + ".png"), "no picture");
        }
        Path page = folder.resolve("page.html");

        JsonNode result = json(graft(
                "train",
                photos,
                "--strategy",
                "probe",
                "--size",
                "16",
                "--out",
                folder.resolve("model"),
                "--report",
                page,
                "--json"));

        assertThat(result.path("unreadable").size()).isEqualTo(4);
        String shown = Files.readString(page);
        for (int i = 0; i < 4; i++) {
            assertThat(result.path("unreadable").path(i).asString()).startsWith("dark/damaged" + i + ".png: ");
            assertThat(shown).contains("dark/damaged" + i + ".png: ");
        }
    }

    @Test
    void whatInitTookSkippedAndLeftIsInTheResultAndInTheBundle() throws IOException {
        Path weights = folder.resolve("some.safetensors");
        try (Scope scope = Scope.open();
                Network network = Architectures.named("resnet20").builder().build(3, 10);
                OutputStream out = Files.newOutputStream(weights)) {
            network.begin(7);
            List<TensorData> tensors = new ArrayList<>();
            network.named().forEach((name, tensor) -> {
                if (!name.startsWith("layer3.2.")) {
                    tensors.add(TensorData.of(name, tensor.dtype(), tensor.shape(), tensor::bytes));
                }
            });
            Safetensors.write(out, Map.of(), tensors);
        }
        Path model = folder.resolve("model");

        JsonNode result = json(graft(
                "train",
                photos,
                "--backbone",
                "resnet20",
                "--init",
                weights,
                "--channels",
                "1",
                "--strategy",
                "finetune",
                "--epochs",
                "1",
                "--set",
                "leastSteps=0",
                "--size",
                "16",
                "--out",
                model,
                "--json"));

        JsonNode begun = result.path("found").path("initialization");
        assertThat(begun.path("file").asString()).isEqualTo("some.safetensors");
        assertThat(begun.path("taken").asInt()).isGreaterThan(80);
        List<String> skipped = new ArrayList<>();
        begun.path("skipped")
                .forEach(tensor -> skipped.add(tensor.path("name").asString() + " "
                        + tensor.path("reason").asString() + " "
                        + tensor.path("detail").asString()));
        assertThat(skipped)
                .contains("conv1.weight OTHER_SHAPE (16, 3, 3, 3) instead of (16, 1, 3, 3)")
                .hasSize(3); // with the classifier's two
        List<String> left = new ArrayList<>();
        begun.path("left").forEach(name -> left.add(name.asString()));
        assertThat(left).contains("conv1.weight", "layer3.2.conv1.weight").doesNotContain("layer1.0.conv1.weight");
        JsonNode kept = JsonMapper.shared()
                .readTree(Files.readString(model.resolve("graft.json")))
                .path("provenance")
                .path("strategy")
                .path("initialization");
        assertThat(kept).isEqualTo(begun);
    }
}
