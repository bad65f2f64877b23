package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoded pictures and what PIL reads in them: src/test/scripts/pictures/seeds.py. */
class PictureFileTest {
    /** A file, and PIL's pixels of it. */
    record Golden(String file, Pixels pixels) {
        static Golden of(String line) {
            String[] part = line.split(" ");
            byte[] data = HexFormat.of().parseHex(part[4]);
            int channels = Integer.parseInt(part[3]);
            return new Golden(
                    part[0], new Pixels(Integer.parseInt(part[1]), Integer.parseInt(part[2]), channels, data));
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Golden> goldens() {
        return new String(resource("pixels.txt"), StandardCharsets.US_ASCII)
                .lines()
                .map(Golden::of);
    }

    static byte[] resource(String name) {
        try (var in = PictureFileTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void readsWhatPilReads(Golden golden) throws IOException {
        Pixels pixels = PictureFile.decode(resource(golden.file()), "photo");

        assertThat(new Size(pixels.width(), pixels.height()))
                .isEqualTo(new Size(golden.pixels().width(), golden.pixels().height()));
        assertThat(pixels.channels()).isEqualTo(golden.pixels().channels());
        assertThat(furthest(pixels, golden.pixels())).isLessThanOrEqualTo(tolerance(golden.file()));
    }

    /** A palette of 16 bits is rounded to 8; the chroma of a lossy WebP is not smoothed when it is doubled. */
    private static int tolerance(String file) {
        return file.equals("palette.tif") ? 1 : file.endsWith(".webp") && !file.matches("(lossless|moving).*") ? 32 : 0;
    }

    static Stream<Golden> lossy() {
        return goldens().filter(golden -> tolerance(golden.file()) == 32);
    }

    /**
     * In these pictures colors change from one pixel to the next, so that values differ by 7 on average, though light by
     * 0.4 and no color on the whole.
     */
    @ParameterizedTest
    @MethodSource("lossy")
    void theLightOfALossyWebpIsThatWhichPilReads(Golden golden) throws IOException {
        byte[] given = PictureFile.decode(resource(golden.file()), "photo").data();
        byte[] wanted = golden.pixels().data();
        double[] shift = new double[3];
        double apart = 0;
        double light = 0;
        double lightest = 0;
        for (int i = 0; i < given.length; i += 3) {
            double[] by = new double[3];
            for (int c = 0; c < 3; c++) {
                by[c] = (given[i + c] & 0xff) - (wanted[i + c] & 0xff);
                shift[c] += by[c];
                apart += Math.abs(by[c]);
            }
            double luma = Math.abs(0.299 * by[0] + 0.587 * by[1] + 0.114 * by[2]);
            light += luma;
            lightest = Math.max(lightest, luma);
        }
        int pixels = given.length / 3;

        assertThat(apart / given.length).isLessThan(8);
        assertThat(light / pixels).isLessThan(0.6);
        assertThat(lightest).isLessThan(4);
        for (double channel : shift) {
            assertThat(channel / pixels).isBetween(-0.5, 0.5);
        }
    }

    static int furthest(Pixels one, Pixels other) {
        int furthest = 0;
        for (int i = 0; i < one.data().length; i++) {
            furthest = Math.max(furthest, Math.abs((one.data()[i] & 0xff) - (other.data()[i] & 0xff)));
        }
        return furthest;
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void knowsTheSizeFromTheHeader(Golden golden) throws IOException {
        assertThat(PictureFile.size(resource(golden.file()), "photo"))
                .isEqualTo(new Size(golden.pixels().width(), golden.pixels().height()));
    }

    @Test
    void readsBackThePngItWrites() throws IOException {
        Pixels color = PictureFile.decode(resource("plain.png"), "photo");
        Pixels grey = PictureFile.decode(resource("grey.png"), "photo");

        assertThat(PictureFile.decode(PictureFile.png(color), "sheet").data()).isEqualTo(color.data());
        assertThat(PictureFile.decode(PictureFile.png(grey), "sheet").data()).isEqualTo(grey.data());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain.jpg", "progressive.jpg", "plain.png", "plain.gif", "plain.bmp", "lossy.webp", "lzw.tif"})
    void refusesAPictureThatIsCutOffAnywhere(String file) {
        byte[] whole = resource(file);
        for (int percent = 0; percent < 98; percent++) {
            byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
            assertThatThrownBy(() -> PictureFile.decode(cut, "photo"))
                    .as("%d %% of %s", percent, file)
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith("photo");
        }
    }

    @Test
    void saysWhatIsNoPicture() {
        assertThatThrownBy(() -> PictureFile.decode(new byte[0], "a.jpg"))
                .hasMessage("a.jpg: is empty; copy or download it again");
        assertThatThrownBy(() -> PictureFile.decode("hello".getBytes(StandardCharsets.UTF_8), "a.jpg"))
                .isInstanceOf(BadInput.class)
                .hasMessage("a.jpg: is not a picture in JPEG, PNG, GIF, BMP, WebP or TIFF; convert it, or take it out");
    }

    @Test
    void refusesAPixelBombByItsHeader() {
        byte[] bomb = resource("plain.bmp");
        ByteBuffer.wrap(bomb)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(18, 46_000)
                .putInt(22, 46_000);

        assertThatThrownBy(() -> PictureFile.size(bomb, "bomb.bmp"))
                .isInstanceOf(BadInput.class)
                .hasMessage("bomb.bmp: says that it is 46000 x 46000 pixels, more than the allowed 178 million;"
                        + " scale it down");
    }

    @Test
    void refusesAPictureTooThinToBeScaled() throws IOException {
        byte[] thin = PictureFile.png(new Pixels(1, 100_000, 1, new byte[100_000]));
        byte[] thinner = PictureFile.png(new Pixels(100_001, 1, 1, new byte[100_001]));

        assertThat(PictureFile.size(thin, "thin.png")).isEqualTo(new Size(1, 100_000));
        assertThatThrownBy(() -> PictureFile.size(thinner, "thin.png"))
                .isInstanceOf(BadInput.class)
                .hasMessage("thin.png: says that it is 100001 x 1 pixels, too long and thin to be looked at; cut it,"
                        + " or take it out");
    }

    /** 2048 x 1536, smooth with some noise: a square of 84 out of 96 is the same from 512 x 384 as from the whole. */
    @Test
    void aLargeJpegComesSmallerWithoutItsBeingSeen() throws IOException {
        byte[] large = photo(2048, 1536);
        Preparation preparation = new Preparation(
                84, 96, Interpolation.BICUBIC, Preparation.IMAGENET.mean(), Preparation.IMAGENET.deviation());

        Pixels reduced = PictureFile.decode(large, "large.jpg", 96);
        Pixels whole = PictureFile.decode(large, "large.jpg");

        assertThat(reduced.size()).isEqualTo(new Size(512, 384));
        assertThat(whole.size()).isEqualTo(new Size(2048, 1536));
        assertThat(furthest(preparation.square(reduced), preparation.square(whole)))
                .isLessThanOrEqualTo(2);
        assertThat(PictureFile.decode(large, "large.jpg", 500).size()).isEqualTo(whole.size());
        assertThat(PictureFile.decode(resource("plain.jpg"), "small.jpg", 500).size())
                .isEqualTo(new Size(19, 13));
    }

    private static byte[] photo(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int level = (int) (128 + 90 * Math.sin(x / 31.0) * Math.cos(y / 23.0)) + random.nextInt(12);
                image.setRGB(x, y, level << 16 | (255 - level) << 8 | level / 2);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", new MemoryCacheImageOutputStream(out));
        return out.toByteArray();
    }

    @Test
    void meansOfSquaresCountWhatIsThere() {
        ShrinkingRaster raster = new ShrinkingRaster(new Size(3, 3), 1, 2);
        for (int y = 0; y < 3; y++) {
            WritableRaster row = Raster.createInterleavedRaster(0, 3, 1, 1, null);
            row.setDataElements(0, 0, 3, 1, new byte[] {(byte) (10 * y), (byte) (10 * y + 4), (byte) 200});
            raster.setRect(0, y, row);
        }

        // (0 + 4 + 10 + 14) / 4, (200 + 200) / 2; (20 + 24) / 2, 200
        assertThat(raster.pixels().data()).containsExactly(7, 200, 22, 200);
    }
}
