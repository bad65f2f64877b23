package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {
    @TempDir
    Path folder;

    @Test
    void readsNothingBeforeItIsAsked() throws Exception {
        Path file = folder.resolve("later.png");
        Image image = Image.of(file);

        assertThat(image.name()).isEqualTo(file.toString());
        assertThatThrownBy(image::pixels).hasMessage(file + ": there is no such file");
        Pictures.file(folder, "later.png", Pictures.png(1));
        assertThat(image.pixels().data()).isEqualTo(Pictures.scene(1, 40, 30).data());
        assertThat(image).isEqualTo(Image.of(folder.resolve("later.png")));
    }

    @Test
    void namesThePictureThatIsNone() {
        assertThatThrownBy(() -> Image.of("upload 7", new byte[] {1, 2, 3}).pixels())
                .hasMessageStartingWith("upload 7");
    }

    @Test
    void isNotDecodedToTellWhetherItsFileEqualsAnother() throws Exception {
        Image upload = Image.of("upload 7", new byte[] {1, 2, 3});

        assertThat(upload.likeness())
                .isEqualTo(Image.of("upload 8", new byte[] {1, 2, 3}).likeness())
                .isNotEqualTo(Image.of("upload 7", new byte[] {1, 2, 4}).likeness());
        assertThatThrownBy(upload::parts).hasMessageStartingWith("upload 7");
    }

    @Test
    void tellsPixelsApartAlsoBySize() throws Exception {
        Image wide = Image.of(new Pixels(4, 2, 1, new byte[8]));
        Image high = Image.of(new Pixels(2, 4, 1, new byte[8]));

        assertThat(wide.likeness()).isNotEqualTo(high.likeness());
        assertThat(wide.likeness())
                .isEqualTo(Image.of(new Pixels(4, 2, 1, new byte[8])).likeness());
        assertThat(wide.bytes()).hasSize(12 + 8);
    }

    @Test
    void findsCopiesThatWereCodedAgainOrScaled() throws Exception {
        for (long seed = 0; seed < 6; seed++) {
            Pixels scene = Pictures.scene(seed, 200, 150);
            byte[] original = PictureFile.png(scene);

            assertThat(near(original, Pictures.coded(scene, "jpeg", 0.9f)))
                    .as("seed %s", seed)
                    .isEqualTo(1);
            assertThat(near(original, Pictures.coded(scene, "jpeg", 0.4f)))
                    .as("seed %s", seed)
                    .isEqualTo(1);
            assertThat(near(original, Pictures.coded(scene, "bmp", 1)))
                    .as("seed %s", seed)
                    .isEqualTo(1);
            assertThat(near(original, PictureFile.png(Pictures.scene(seed, 100, 75))))
                    .as("seed %s", seed)
                    .isEqualTo(1);
            assertThat(near(original, PictureFile.png(Pictures.scene(seed, 333, 250))))
                    .as("seed %s", seed)
                    .isEqualTo(1);
            assertThat(near(original, PictureFile.png(Pictures.scene(seed + 100, 200, 150))))
                    .as("seed %s", seed)
                    .isZero();
        }
    }

    private static int near(byte[] a, byte[] b) throws Exception {
        return Duplicates.within(samples(a, b)).near();
    }

    private static Samples<Image> samples(byte[]... encoded) {
        List<Sample<Image>> samples = new ArrayList<>();
        for (byte[] bytes : encoded) {
            String name = "picture " + samples.size();
            samples.add(new Sample<>(Image.of(name, bytes), new Target.Label("x"), name));
        }
        return new Samples<>("pictures", samples);
    }

    @Test
    void findsEqualFilesExactly() throws Exception {
        Duplicates found = Duplicates.within(samples(Pictures.png(1), Pictures.png(2), Pictures.png(1)));

        assertThat(found.exact()).isEqualTo(1);
        assertThat(found.pairs()).containsExactly(new Duplicates.Pair("picture 0", "picture 2", true, false));
    }

    @Test
    void takesNoTwoEvenPicturesForCopies() throws Exception {
        byte[] white = PictureFile.png(new Pixels(64, 64, 1, new byte[64 * 64]));
        byte[] dot = new byte[64 * 64];
        dot[2000] = 90;

        assertThat(near(white, PictureFile.png(new Pixels(64, 64, 1, dot)))).isZero();
    }

    @Test
    void namesThePictureOverWhichAComparisonFails() {
        assertThatThrownBy(() -> Duplicates.within(samples(Pictures.png(1), new byte[] {1, 2, 3})))
                .hasMessageStartingWith("picture 1");
    }

    @Test
    void hasAFingerprintByWhatIsInTheFiles() throws Exception {
        assertThat(Fingerprint.of(samples(Pictures.png(1), Pictures.png(2))))
                .isEqualTo(Fingerprint.of(samples(Pictures.png(1), Pictures.png(2))))
                .isNotEqualTo(Fingerprint.of(samples(Pictures.png(2), Pictures.png(1))));
    }

    @Test
    void keepsCopiesOnOneSideOfASplit() throws Exception {
        List<byte[]> files = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            Pixels scene = Pictures.scene(seed, 60, 60);
            files.add(PictureFile.png(scene));
            files.add(Pictures.coded(scene, "jpeg", 0.9f));
        }
        Split<Image> split = samples(files.toArray(byte[][]::new)).split(0.5, 7);

        assertThat(Duplicates.within(split.train()).near())
                .isEqualTo(split.train().size() / 2);
        assertThat(Duplicates.across(split.train(), split.test()).isEmpty()).isTrue();
    }
}
