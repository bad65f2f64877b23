package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.graft.base.BadInput;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that say they are huge, and such as are. */
class PixelLimitTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SIDE = 6000; // 36 million pixels, above the 33 that are kept whole

    private static void refused(byte[] bomb, String said) {
        assertThatThrownBy(() -> PictureFile.size(bomb, "bomb"))
                .isInstanceOf(BadInput.class)
                .hasMessage("bomb: says that it is " + said + " pixels, more than the allowed 178 million; scale it"
                        + " down");
        assertThatThrownBy(() -> PictureFile.decode(bomb, "bomb", 224)).hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg"})
    void aJpegIsRefusedByItsFrame(String file) {
        byte[] bomb = PictureFileTest.resource(file);
        int frame = 2;
        while ((bomb[frame + 1] & 0xfe) != 0xc0 && (bomb[frame + 1] & 0xff) != 0xc2) {
            frame += 2 + ByteBuffer.wrap(bomb).getShort(frame + 2);
        }
        ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 64_000);

        refused(bomb, "64000 x 65000");
    }

    @Test
    void aGifIsRefusedByItsScreenOrItsPicture() {
        byte[] screen = PictureFileTest.resource("plain.gif");
        little(screen).putShort(6, (short) 65_535).putShort(8, (short) 65_000);
        refused(screen, "65535 x 65000");

        byte[] picture = PictureFileTest.resource("plain.gif");
        int at = descriptor(picture);
        little(picture).putShort(at + 5, (short) 64_000).putShort(at + 7, (short) 63_000);
        refused(picture, "64000 x 63000");

        byte[] far = PictureFileTest.resource("plain.gif");
        little(far).putShort(at + 1, (short) 60_000).putShort(at + 3, (short) 50_000);
        Size small = new Size(
                Short.toUnsignedInt(little(far).getShort(at + 5)),
                Short.toUnsignedInt(little(far).getShort(at + 7)));
        refused(far, (60_000 + small.width()) + " x " + (50_000 + small.height()));
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the picture's own header begins, behind the colors and extensions. */
    private static int descriptor(byte[] gif) {
        int at = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << (gif[10] & 7) + 1);
        while (gif[at] == 0x21) {
            at += 2;
            while (gif[at] != 0) {
                at += 1 + (gif[at] & 0xff);
            }
            at++;
        }
        return at;
    }

    @ParameterizedTest
    @CsvSource({"plain.tif", "lzw.tif", "jpeg.tif", "two-colors.tif"})
    void aTiffIsRefusedByItsDirectory(String file) {
        byte[] bomb = PictureFileTest.resource(file);
        field(bomb, 256, 300_000);
        field(bomb, 257, 20_000);

        refused(bomb, "300000 x 20000");
    }

    /** Makes the value of a field another one, of 32 bits. */
    private static void field(byte[] tiff, int tag, int value) {
        ByteBuffer fields =
                ByteBuffer.wrap(tiff).order(tiff[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int at = fields.getInt(4) + 2;
        while (fields.getShort(at) != tag) {
            at += 12;
        }
        fields.putShort(at + 2, (short) 4).putInt(at + 8, value);
    }

    /** White but for a dark upper left quarter. */
    private static byte[] large(int type, String format) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, type);
        Graphics2D draw = image.createGraphics();
        draw.setColor(Color.WHITE);
        draw.fillRect(0, 0, SIDE, SIDE);
        draw.setColor(Color.BLACK);
        draw.fillRect(0, 0, SIDE / 2, SIDE / 2);
        draw.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, new MemoryCacheImageOutputStream(out));
        return out.toByteArray();
    }

    private static void isQuartered(Pixels pixels) {
        int near = pixels.width() / 2 - 20;
        int far = pixels.width() / 2 + 20;
        assertThat(pixels.at(near, near, 0)).isLessThan(3);
        assertThat(pixels.at(far, near, 0)).isGreaterThan(252);
        assertThat(pixels.at(near, far, pixels.channels() - 1)).isGreaterThan(252);
        assertThat(pixels.at(far, far, 0)).isGreaterThan(252);
    }

    @Test
    void aLargeJpegComesAtHalfItsSidesAndNeverLiesInMemoryWhole() throws IOException {
        byte[] jpeg = large(BufferedImage.TYPE_INT_RGB, "jpg");

        long before = THREADS.getCurrentThreadAllocatedBytes();
        Pixels pixels = PictureFile.decode(jpeg, "large.jpg");
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(pixels.size()).isEqualTo(new Size(SIDE / 2, SIDE / 2));
        assertThat(pixels.channels()).isEqualTo(3);
        isQuartered(pixels);
        assertThat(taken).isLessThan(3L * SIDE * SIDE / 2); // half of what all of it would need
    }

    @Test
    void aLargeTiffAndBitmapComeAtHalfTheirSides() throws IOException {
        Pixels tiff = PictureFile.decode(large(BufferedImage.TYPE_BYTE_GRAY, "tiff"), "large.tif");
        Pixels bitmap = PictureFile.decode(large(BufferedImage.TYPE_BYTE_BINARY, "bmp"), "large.bmp");

        assertThat(tiff.size()).isEqualTo(bitmap.size()).isEqualTo(new Size(SIDE / 2, SIDE / 2));
        isQuartered(tiff);
        isQuartered(bitmap);
    }

    @Test
    void aLargePictureIsKeptAsLargeAsItIsWanted() throws IOException {
        byte[] tiff = large(BufferedImage.TYPE_BYTE_BINARY, "tiff");

        assertThat(PictureFile.decode(tiff, "large.tif", 3000).size()).isEqualTo(new Size(3000, 3000));
        assertThat(PictureFile.decode(tiff, "large.tif", 3001).size()).isEqualTo(new Size(SIDE, SIDE));
    }
}
