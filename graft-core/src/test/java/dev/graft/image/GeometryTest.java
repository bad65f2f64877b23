package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the transforms of Keras's ImageDataGenerator put each pixel, by hand. */
class GeometryTest {
    /** Draws these shares of a range, one after the other. */
    private record Drawn(double[] shares, int[] next) implements RandomGenerator {
        static Drawn of(double... shares) {
            return new Drawn(shares, new int[1]);
        }

        @Override
        public double nextDouble() {
            return shares[next[0]++];
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }
    }

    private static Pixels grey(int width, int... values) {
        byte[] data = new byte[values.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) values[i];
        }
        return new Pixels(width, values.length / width, 1, data);
    }

    private static int[] values(Pixels pixels) {
        int[] values = new int[pixels.data().length];
        Arrays.setAll(values, i -> pixels.data()[i] & 0xff);
        return values;
    }

    /** By more than twice its length, to either side. */
    @ParameterizedTest
    @EnumSource
    void fillsBeyondOnePeriodAsKerasDoes(Fill fill) {
        int[] right = switch (fill) { // places -7, -6, -5
            case NEAREST -> new int[] {1, 1, 1};
            case CONSTANT -> new int[] {0, 0, 0};
            case REFLECT -> new int[] {1, 1, 2}; // cba|abc|cba|abc
            case WRAP -> new int[] {3, 1, 2};
        };
        int[] left = switch (fill) { // places 7, 8, 9
            case NEAREST -> new int[] {3, 3, 3};
            case CONSTANT -> new int[] {0, 0, 0};
            case REFLECT -> new int[] {2, 3, 3};
            case WRAP -> new int[] {2, 3, 1};
        };
        Pixels line = grey(3, 1, 2, 3);
        Pixels column = grey(1, 1, 2, 3);

        assertThat(values(Affine.shift(7, 0).bilinear(line, fill))).isEqualTo(right);
        assertThat(values(Affine.shift(7, 0).nearest(line, fill))).isEqualTo(right);
        assertThat(values(Affine.shift(-7, 0).bilinear(line, fill))).isEqualTo(left);
        assertThat(values(Affine.shift(-7, 0).nearest(line, fill))).isEqualTo(left);
        assertThat(values(Affine.shift(0, 7).bilinear(column, fill))).isEqualTo(right);
        assertThat(values(Affine.shift(0, -7).nearest(column, fill))).isEqualTo(left);
    }

    @Test
    void blendsAcrossTheSeam() {
        Pixels line = grey(3, 10, 20, 40);

        assertThat(values(Affine.shift(0.5, 0).bilinear(line, Fill.WRAP))).containsExactly(25, 15, 30);
        assertThat(values(Affine.shift(0.5, 0).bilinear(line, Fill.REFLECT))).containsExactly(10, 15, 30);
        assertThat(values(Affine.shift(-0.5, 0).bilinear(line, Fill.WRAP))).containsExactly(15, 30, 25);
    }

    @Test
    void shiftsByAShareOfEachSide() {
        Pixels picture = grey(4, 1, 2, 3, 4, 5, 6, 7, 8); // 4 x 2
        Shift shift = new Shift(0.25, 0.5, Fill.NEAREST);

        // the greatest share is 1 pixel right and 1 down, the least as much left and up
        assertThat(values(shift.apply(picture, Drawn.of(1, 1)))).containsExactly(1, 1, 2, 3, 1, 1, 2, 3);
        assertThat(values(shift.apply(picture, Drawn.of(0, 0)))).containsExactly(6, 7, 8, 8, 6, 7, 8, 8);
        assertThat(values(shift.apply(picture, Drawn.of(0.5, 0)))).containsExactly(5, 6, 7, 8, 5, 6, 7, 8);
        assertThat(values(shift.apply(picture, Drawn.of(1, 0.5)))).containsExactly(1, 1, 2, 3, 5, 5, 6, 7);
    }

    /** Keras: (row, column) = (row - sin column, cos column), from the middle; sin 30° = 0.5, cos 30° = 0.866. */
    @Test
    void shearsTheColumnsUpOrDownAndDrawsThemTogether() {
        Shear shear = new Shear(30, Fill.NEAREST);
        Pixels lying = grey(3, 10, 10, 10, 20, 20, 20, 40, 40, 40);
        Pixels standing = grey(3, 0, 100, 200, 0, 100, 200, 0, 100, 200);

        // the left column looks half a pixel down, the right one half a pixel up
        assertThat(values(shear.apply(lying, Drawn.of(1)))).containsExactly(15, 10, 10, 30, 20, 15, 40, 40, 30);
        assertThat(values(shear.apply(lying, Drawn.of(0)))).containsExactly(10, 10, 15, 15, 20, 30, 30, 40, 40);
        // 100 -+ 86.6
        assertThat(values(shear.apply(standing, Drawn.of(1))))
                .containsExactly(13, 100, 187, 13, 100, 187, 13, 100, 187);
        assertThat(values(shear.apply(lying, Drawn.of(0.5)))).isEqualTo(values(lying));
    }

    @Test
    void zoomsEachSideOnItsOwnAboutTheMiddle() {
        Zoom zoom = new Zoom(0.5, Fill.NEAREST);
        Pixels line = grey(4, 0, 40, 80, 120);
        Pixels column = grey(1, 0, 40, 80, 120);

        // half of it is seen: places 1.5 + 0.5 (x - 1.5) = 0.75, 1.25, 1.75, 2.25
        assertThat(values(zoom.apply(line, Drawn.of(0, 1)))).containsExactly(30, 50, 70, 90);
        assertThat(values(zoom.apply(column, Drawn.of(1, 0)))).containsExactly(30, 50, 70, 90);
        // half as much again: places -0.75, 0.75, 2.25, 3.75
        assertThat(values(zoom.apply(line, Drawn.of(1, 0)))).containsExactly(0, 30, 90, 120);
        assertThat(values(zoom.apply(column, Drawn.of(0.5, 1)))).containsExactly(0, 30, 90, 120);
        assertThat(values(new Zoom(0.5, Fill.CONSTANT).apply(grey(4, 50, 50, 50, 50), Drawn.of(1, 0))))
                .containsExactly(0, 50, 50, 0);
    }

    @Test
    void rotatesCounterclockwiseByTheGreaterAngles() {
        Pixels picture = grey(3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Rotation rotation = new Rotation(90, Fill.CONSTANT);

        assertThat(values(rotation.apply(picture, Drawn.of(1)))).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
        assertThat(values(rotation.apply(picture, Drawn.of(0)))).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
        assertThat(values(rotation.apply(picture, Drawn.of(0.5)))).isEqualTo(values(picture));
        assertThat(values(new Rotation(180, Fill.CONSTANT).apply(picture, Drawn.of(1))))
                .containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    }

    /** 0.299 red + 0.587 green + 0.114 blue, as PIL. */
    @Test
    void greyscaleKeepsTheChannelsAndTakesTheirLight() {
        Pixels colors = new Pixels(
                4, 1, 3, new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255, 100, (byte) 200, 50});
        RandomGreyscale some = new RandomGreyscale(0.3);

        // 76.2, 149.7, 29.1, 29.9 + 117.4 + 5.7
        assertThat(values(some.apply(colors, Drawn.of(0.29))))
                .containsExactly(76, 76, 76, 150, 150, 150, 29, 29, 29, 153, 153, 153);
        assertThat(some.apply(colors, Drawn.of(0.3))).isSameAs(colors);
        assertThat(values(some.apply(grey(2, 7, 9), Drawn.of(0.1)))).containsExactly(7, 9);
    }
}
