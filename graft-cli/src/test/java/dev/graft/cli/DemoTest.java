package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.graft.backbone.Catalog;
import dev.graft.data.Watch;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
