package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparationTest {
    private static final Preparation GREY = new Preparation(2, 2, Interpolation.BILINEAR, List.of(0.5), List.of(0.25));

    /** Values worked by hand: int(256 * 500 / 375) = 341, int(256 * 333 / 500) is for the other way. */
    @Test
    void roundsTheLongerSideDown() {
        assertThat(Preparation.IMAGENET.scaled(new Size(500, 375))).isEqualTo(new Size(341, 256));
        assertThat(Preparation.IMAGENET.scaled(new Size(333, 500))).isEqualTo(new Size(256, 384));
        assertThat(Preparation.IMAGENET.scaled(new Size(10, 10))).isEqualTo(new Size(256, 256));
    }

    @Test
    void scalesSmallPicturesUpAndCutsTheMiddleOut() {
        Pixels wide = new Pixels(5, 2, 1, new byte[] {0, 1, 2, 3, 4, 10, 11, 12, 13, 14});

        // (5 - 2) / 2 = 1.5 is rounded to the even 2
        assertThat(GREY.square(wide).data()).containsExactly(2, 3, 12, 13);
        assertThat(Preparation.IMAGENET.square(wide).size()).isEqualTo(new Size(224, 224));
        assertThat(Preparation.IMAGENET.square(wide).channels()).isEqualTo(3);
    }

    @Test
    void makesColorsGreyAsPilDoes() {
        Pixels color = new Pixels(1, 1, 3, new byte[] {(byte) 200, 100, 50});

        // (200 * 19595 + 100 * 38470 + 50 * 7471 + 32768) / 65536 = 124.7
        assertThat(color.grey().at(0, 0, 0)).isEqualTo(124);
    }

    @Test
    void writesNormalizedPlanesWhereItIsTold() {
        Preparation two =
                new Preparation(1, 1, Interpolation.BILINEAR, List.of(0.5, 0.25, 0.0), List.of(0.25, 0.5, 1.0));
        float[] planes = new float[8];
        Arrays.fill(planes, -9);

        two.planes(new Pixels(2, 1, 3, new byte[] {(byte) 255, 0, 51, 0, (byte) 255, 102}), planes, 1);

        assertThat(planes).containsExactly(new float[] {-9, 2, -2, -0.5f, 1.5f, 0.2f, 0.4f, -9}, within(1e-6f));
    }
}
