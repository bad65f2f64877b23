package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    private static final int PICTURES = 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void takesPictures() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        for (int i = 0; i < PICTURES; i++) {
            Files.write(folder.resolve("a").resolve(i + ".png"), PictureFile.png(new Pixels(2, 2, 1, new byte[] {
                1, 2, 3, (byte) i
            })));
        }
    }

    @Test
    void isToldOfEachPictureOnceAndOfTheEndLast() throws IOException {
        List<Integer> told = new CopyOnWriteArrayList<>();
        try (Watch watch = Watch.open((done, all) -> {
            assertThat(all).isEqualTo(PICTURES);
            told.add(done);
        })) {
            ImageFolder.open(folder);
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(0, PICTURES).boxed().toList());
        assertThat(told.get(0)).isZero();
        assertThat(told.get(PICTURES)).isEqualTo(PICTURES);
    }

    @Test
    void endsWhereItIsClosedAndHidesTheOneBefore() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Watch outer = Watch.open((done, all) -> told.add("outer"))) {
            try (Watch inner = Watch.open((done, all) -> told.add("inner"))) {
                ImageFolder.open(folder);
            }
            assertThat(told).containsOnly("inner");
            told.clear();
            ImageFolder.open(folder);
            assertThat(told).containsOnly("outer");
        }
        told.clear();
        ImageFolder.open(folder);
        assertThat(told).isEmpty();
    }
}
