package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

/** What is scaled from a JPEG at reduced scale against what is scaled from all of it, as networks take it. */
class ReducedJpegTest {
    private static final int[][] SIZES = {{224, 224}, {224, 256}, {256, 256}}; // of the square, of the shorter side

    /** Hard edges of black and white are the worst case: 7 levels here, and 2.2 % of the values by more than 2. */
    @Test
    void hardEdgesStayWithinEightLevelsAndMostWithinTwo() throws IOException {
        for (boolean colored : new boolean[] {true, false}) {
            check(encoded(edges(2304, 2048, colored)), new Size(1152, 1024), 8, 0.03);
        }
    }

    @Test
    void smoothPicturesStayWithinTwoLevels() throws IOException {
        for (boolean colored : new boolean[] {true, false}) {
            check(encoded(smooth(2304, 2048, colored)), new Size(1152, 1024), 2, 0);
        }
    }

    @Test
    void sidesThatTwoDoesNotDivideAreDividedByThree() throws IOException {
        check(encoded(edges(3075, 3081, true)), new Size(1025, 1027), 8, 0.03);
    }

    @Test
    void sidesThatNothingDividesAreKept() throws IOException {
        byte[] jpeg = encoded(smooth(2049, 2304, true));

        assertThat(PictureFile.decode(jpeg, "photo", 224).size()).isEqualTo(new Size(2049, 2304));
    }

    /**
     * @param most levels that any value may differ by
     * @param share of the values that may differ by more than 2
     */
    private static void check(byte[] jpeg, Size wanted, int most, double share) throws IOException {
        Pixels whole = PictureFile.decode(jpeg, "photo");
        for (int[] size : SIZES) {
            Pixels reduced = PictureFile.decode(jpeg, "photo", size[1]);

            assertThat(reduced.size()).isEqualTo(wanted);
            assertThat(reduced.channels()).isEqualTo(whole.channels());
            for (Interpolation how : List.of(Interpolation.BILINEAR, Interpolation.BICUBIC)) {
                Preparation preparation = new Preparation(
                        size[0], size[1], how, Preparation.IMAGENET.mean(), Preparation.IMAGENET.deviation());
                Pixels given = preparation.square(reduced);
                Pixels expected = preparation.square(whole);
                String which = "%s, %d of %d".formatted(how, size[0], size[1]);

                assertThat(PictureFileTest.furthest(given, expected)).as(which).isLessThanOrEqualTo(most);
                assertThat(beyondTwo(given, expected)).as(which).isLessThanOrEqualTo(share);
            }
        }
    }

    private static double beyondTwo(Pixels given, Pixels expected) {
        byte[] one = given.data();
        byte[] other = expected.data();
        return IntStream.range(0, one.length)
                .map(i -> Math.abs((one[i] & 0xff) - (other[i] & 0xff)) > 2 ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static BufferedImage blank(int width, int height, boolean colored) {
        return new BufferedImage(width, height, colored ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
    }

    /** Rectangles at any places, of any sizes down to a pixel, in black, white and full colors. */
    private static BufferedImage edges(int width, int height, boolean colored) {
        BufferedImage image = blank(width, height, colored);
        SplittableRandom random = new SplittableRandom(1);
        Graphics2D draw = image.createGraphics();
        for (int i = 0; i < 3000; i++) {
            int grey = random.nextInt(2) * 255;
            draw.setColor(
                    colored
                            ? new Color(grey, random.nextInt(2) * 255, random.nextInt(2) * 255)
                            : new Color(grey, grey, grey));
            draw.fillRect(
                    random.nextInt(width),
                    random.nextInt(height),
                    1 + random.nextInt(1 << random.nextInt(9)),
                    1 + random.nextInt(1 << random.nextInt(9)));
        }
        draw.dispose();
        return image;
    }

    private static BufferedImage smooth(int width, int height, boolean colored) {
        BufferedImage image = blank(width, height, colored);
        SplittableRandom random = new SplittableRandom(1);
        for (int y = 0; y < height; y++) {
            double down = 90 * Math.cos(y / 23.0);
            for (int x = 0; x < width; x++) {
                int level = (int) (128 + down * Math.sin(x / 31.0)) + random.nextInt(12);
                image.setRGB(x, y, colored ? level << 16 | (255 - level) << 8 | level / 2 : level * 0x10101);
            }
        }
        return image;
    }

    /** With colors at half of the sides, as most cameras have them. */
    private static byte[] encoded(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", new MemoryCacheImageOutputStream(out));
        byte[] jpeg = out.toByteArray();
        int frame = 2;
        while ((jpeg[frame + 1] & 0xff) != 0xc0) {
            frame += 2 + ((jpeg[frame + 2] & 0xff) << 8 | jpeg[frame + 3] & 0xff);
        }
        boolean colored = jpeg[frame + 9] == 3;
        assertThat(jpeg[frame + 11]).as("sampling").isEqualTo((byte) (colored ? 0x22 : 0x11));
        return jpeg;
    }
}
