package dev.graft.cli.drawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Duplicates;
import dev.graft.data.Image;
import dev.graft.data.ImageData;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnPicturesTest {
    @Test
    void drawsATaskOfSixKindsWithoutCopies(@TempDir Path folder) throws IOException {
        DrawnPictures.write(folder, 1);
        Parts<Image> parts = ImageData.openParts(folder, TableOptions.DEFAULTS);

        assertThat(parts.train().size()).isEqualTo(6 * DrawnPictures.TRAIN);
        assertThat(parts.test().orElseThrow().size()).isEqualTo(6 * DrawnPictures.TEST);
        assertThat(parts.train().notes()).isEmpty();
        assertThat(Duplicates.within(parts.train()).isEmpty()).isTrue();
        assertThat(Duplicates.across(parts.train(), parts.test().orElseThrow()).isEmpty())
                .isTrue();
    }

    @Test
    void drawsTheSameAgainFromTheSameSeedAlone() throws IOException {
        for (Kind kind : Kind.values()) {
            byte[] once = DrawnPictures.jpeg(kind, new SplittableRandom(7));

            assertThat(DrawnPictures.jpeg(kind, new SplittableRandom(7)))
                    .as("%s", kind)
                    .isEqualTo(once);
            assertThat(DrawnPictures.jpeg(kind, new SplittableRandom(8)))
                    .as("%s", kind)
                    .isNotEqualTo(once);
        }
    }

    /** Who knows the mean color alone guesses one of six, or hardly better. */
    @Test
    void aPicturesMeanColorSaysLittleOfItsKind() throws IOException {
        int each = 20;
        Kind[] kinds = Kind.values();
        double[][][] colors = new double[2][kinds.length * each][];
        for (int i = 0; i < kinds.length * each; i++) {
            colors[0][i] = mean(kinds[i % kinds.length], 100 + i);
            colors[1][i] = mean(kinds[i % kinds.length], 10_000 + i);
        }
        int right = 0;
        for (int i = 0; i < kinds.length * each; i++) {
            right += nearest(colors[1][i], colors[0]) % kinds.length == i % kinds.length ? 1 : 0;
        }
        assertThat((double) right / (kinds.length * each)).isLessThan(0.35);
    }

    private static double[] mean(Kind kind, long seed) throws IOException {
        Pixels pixels = PictureFile.decode(DrawnPictures.jpeg(kind, new SplittableRandom(seed)), kind.label());
        double[] mean = new double[3];
        for (int i = 0; i < pixels.data().length; i++) {
            mean[i % 3] += (pixels.data()[i] & 0xff) / (double) pixels.data().length;
        }
        return mean;
    }

    private static int nearest(double[] color, double[]... others) {
        int nearest = 0;
        for (int i = 1; i < others.length; i++) {
            nearest = apart(color, others[i]) < apart(color, others[nearest]) ? i : nearest;
        }
        return nearest;
    }

    private static double apart(double[] a, double... b) {
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }
}
