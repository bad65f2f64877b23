package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.backbone.Catalog;
import dev.graft.data.Watch;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import dev.graft.model.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoTest {
    @TempDir
    private Path folder;

    @Test
    void saysInOneLineThatTheNetworkForPicturesIsMissing() {
        assumeFalse(Catalog.find(Catalog.DEFAULT_IMAGE).orElseThrow().available());
        Called called = graft("demo", "--images", "--out", folder.resolve("drawn"));

        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.err()).hasSize(1);
        assertThat(called.err().get(0)).contains("needs the embedded network for pictures");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void sortsMessagesAndAnswersQuestions() throws IOException {
        Called called = graft("demo", "--quick", "--json", "--out", folder.resolve("shop"));

        JsonNode answer = good(called);
        assertThat(answer.path("predictions"))
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.has("label")).isTrue());
        assertThat(graft("predict", folder.resolve("shop"), Samples.write(folder.resolve("new.txt"), "the bell broke"))
                        .exit())
                .isZero();
    }

    @Test
    void tellsDrawnThingsApartAndDrawsWhatCameOut() throws IOException {
        assumeTrue(Catalog.find(Catalog.DEFAULT_IMAGE).orElseThrow().available());
        Path kept = folder.resolve("drawn");

        Called called = graft("demo", "--images", "--quick", "--json", "--out", kept);

        JsonNode answer = good(called);
        Path sheet = kept.resolve("predictions.png");
        assertThat(answer.path("picture").asString()).isEqualTo(sheet.toString());
        assertThat(PictureFile.decode(Files.readAllBytes(sheet), "sheet").width())
                .isGreaterThan(200);
        assertThat(answer.path("predictions")).isNotEmpty();
        assertThat(kept.resolve("pictures").resolve("train")).isDirectory();
        assertThat(Bundle.isAt(kept.resolve("model.graft"))).isTrue();
    }

    /** The answer of a demonstration that went well: its table has every way, and the pretrained network learned. */
    private static JsonNode good(Called called) {
        assertThat(called.exit()).as("%s", called.err()).isZero();
        assertThat(called.out()).hasSize(1);
        JsonNode answer = JsonMapper.shared().readTree(called.last());
        Map<String, Double> accuracies = new LinkedHashMap<>();
        answer.path("table")
                .forEach(row -> accuracies.put(
                        row.path("model").asString(), row.path("accuracy").asDouble()));
        assertThat(accuracies)
                .containsKeys("same network, from scratch", "pretrained, probe", "pretrained, fine-tuned")
                .containsKey("majority");
        assertThat(accuracies.get("pretrained, probe"))
                .isGreaterThan(accuracies.get("majority") + 0.2)
                .isGreaterThan(accuracies.get("same network, from scratch"));
        return answer;
    }

    @Test
    void replacesNothingUnasked() throws IOException {
        Files.createDirectories(folder.resolve("drawn"));

        Called called = graft("demo", "--images", "--out", folder.resolve("drawn"));

        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.err().get(0)).contains("exists already");
    }

    /** Pictures are looked at once, and that under the run's own watch, whatever is asked of their labels. */
    @Test
    void looksAtPicturesOnceThoughMoreIsAskedOfTheTask() throws IOException {
        for (int i = 0; i < 6; i++) {
            Path file = folder.resolve("photos").resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, PictureFile.png(new Pixels(9, 9, 3, new byte[243])));
        }
        AtomicInteger told = new AtomicInteger();
        Called called;
        try (Watch watch = Watch.open((done, all) -> told.incrementAndGet())) {
            called = graft("train", folder.resolve("photos"), "--threshold", "0.4", "--out", folder.resolve("out"));
        }
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.err().get(called.err().size() - 1)).contains("--threshold is for several labels a row");
        assertThat(told).hasValue(0);
    }
}
