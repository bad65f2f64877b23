package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
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
}
