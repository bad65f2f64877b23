package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 200 photos from file to square, against torchvision's: src/test/scripts/pictures/resized.py. */
@Tag("realdata")
class PhotoPixelsTest {

    @Test
    void everyPhotoEqualsTorchvisionsPixels() throws IOException {
        Map<String, byte[]> photos = new HashMap<>();
        for (String archive : new String[] {"flowers.tar", "hymenoptera.tar"}) {
            photos.putAll(tar(Files.readAllBytes(SharedData.path("vision/" + archive))));
        }
        Preparation bicubic = new Preparation(
                224, 256, Interpolation.BICUBIC, Preparation.IMAGENET.mean(), Preparation.IMAGENET.deviation());
        String[] lines = new String(PictureFileTest.resource("photos.txt"), StandardCharsets.US_ASCII).split("\n");

        assertThat(lines).hasSize(200);
        for (String line : lines) {
            String[] part = line.split(" ");
            Pixels photo = PictureFile.decode(photos.get(part[1]), part[1]);

            assertThat(ResamplingTest.digest(Preparation.IMAGENET.square(photo)))
                    .as(part[1])
                    .isEqualTo(part[2]);
            assertThat(ResamplingTest.digest(bicubic.square(photo))).as(part[1]).isEqualTo(part[3]);
        }
    }

    /** The files of a plain tar, whose names fit its 100 bytes. */
    private static Map<String, byte[]> tar(byte[] bytes) {
        Map<String, byte[]> files = new HashMap<>();
        for (int at = 0; at < bytes.length && bytes[at] != 0; ) {
            String name = new String(bytes, at, 100, StandardCharsets.UTF_8).split("\0", 2)[0];
            String octal = new String(bytes, at + 124, 11, StandardCharsets.US_ASCII);
            int size = Integer.parseInt(octal.strip(), 8);
            files.put(name, Arrays.copyOfRange(bytes, at + 512, at + 512 + size));
            at += 512 + (size + 511) / 512 * 512;
        }
        return files;
    }
}
