package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.PretrainedFolder.Classifier;
import dev.graft.base.BadInput;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedFolderTest {
    @TempDir
    Path temp;

    @Test
    void replacesANetworkAndAnEmptyFolderAndNothingElse() throws IOException {
        Path thesis = Files.createDirectory(temp.resolve("thesis"));
        Files.createFile(thesis.resolve("config.json"));
        Path empty = Files.createDirectory(temp.resolve("empty"));

        write(empty);
        write(empty);

        assertThat(empty).isDirectoryContaining("glob:**/model.safetensors");
        assertThatThrownBy(() -> write(thesis))
                .isInstanceOf(BadInput.class)
                .hasMessage(thesis + ": exists and is no network, so it is not replaced; choose another place");
        assertThat(thesis.resolve("config.json")).isEmptyFile();
    }

    private static void write(Path folder) throws IOException {
        try (Backbone body = Catalog.begin("resnet20", Hub.standard());
                Scope scope = Scope.open()) {
            Classifier none = new Classifier(Tensor.zeros(2, body.width()), Tensor.zeros(2), List.of("0", "1"));
            PretrainedFolder.write((VisionBackbone) body, none, false, "", Map.of(), folder);
        }
    }
}
