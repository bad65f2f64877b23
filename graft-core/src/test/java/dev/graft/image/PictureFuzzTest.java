package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.graft.base.BadInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFuzzTest {
    private static final int MUTANTS = 60;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "turned-5.jpg",
                "plain.png",
                "palette.png",
                "interlaced.png",
                "plain.gif",
                "moving.gif",
                "offset.gif",
                "plain.bmp",
                "palette.bmp",
                "lossy.webp",
                "lossless.webp",
                "plain.tif",
                "lzw.tif",
                "deflate.tif",
                "jpeg.tif",
                "two-colors.tif",
                "palette.tif"
            })
    void aChangedFileIsPixelsOrBadInput(String file) {
        byte[] seed = PictureFileTest.resource(file);
        for (int number = 0; number < MUTANTS; number++) {
            byte[] mutant = mutant(seed, new SplittableRandom(number));
            long start = THREADS.getCurrentThreadCpuTime();
            try {
                PictureFile.decode(mutant, "photo");
            } catch (BadInput e) {
                assertThat(e).hasMessageStartingWith("photo");
            } catch (IOException | RuntimeException | Error e) {
                fail("mutant %d of %s".formatted(number, file), e);
            }
            assertThat((THREADS.getCurrentThreadCpuTime() - start) / 1e9)
                    .as("seconds, mutant %d of %s", number, file)
                    .isLessThan(10);
        }
    }

    /** One to four bytes changed, most of them near the beginning, or a piece left out or doubled. */
    private static byte[] mutant(byte[] seed, SplittableRandom random) {
        byte[] mutant = seed.clone();
        int within = random.nextBoolean() ? Math.min(seed.length, 160) : seed.length;
        switch (random.nextInt(6)) {
            case 0 -> {
                int from = random.nextInt(seed.length);
                int to = Math.min(seed.length, from + 1 + random.nextInt(16));
                mutant = Arrays.copyOf(seed, seed.length - (to - from));
                System.arraycopy(seed, to, mutant, from, seed.length - to);
            }
            case 1 -> Arrays.fill(mutant, random.nextInt(within), within, (byte) random.nextInt());
            default -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    byte value = (byte) (random.nextBoolean() ? random.nextInt() : random.nextBoolean() ? 0xff : 0);
                    mutant[random.nextInt(within)] = value;
                }
            }
        }
        return mutant;
    }

    /** 100 megapixels of black in some hundred kB: read, at half of their sides. */
    @Test
    void aLargePictureOfFewBytesIsReadAtReducedScale() throws IOException {
        byte[] large = blackPng(10_000, 10_000);

        assertThat(large.length).isLessThan(200_000);
        assertThat(PictureFile.size(large, "large.png")).isEqualTo(new Size(10_000, 10_000));
        assertThat(PictureFile.decode(large, "large.png").size().shorter()).isEqualTo(5000);
    }

    @Test
    void aHugePictureIsRefusedByItsHeader() throws IOException {
        byte[] bomb = blackPng(8, 8);
        ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);

        assertThatThrownBy(() -> PictureFile.decode(bomb, "bomb.png"))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("bomb.png: says that it is 60000 x 60000 pixels");
    }

    /** A lossless WebP needs no more than some bytes for any size, and its reader all the memory. */
    @Test
    void aHugeWebpIsRefusedByItsHeader() {
        byte[] bomb = PictureFileTest.resource("lossless.webp");
        Arrays.fill(bomb, 21, 24, (byte) 0xff); // width and height less 1, 14 bits each
        bomb[24] = 3;

        assertThatThrownBy(() -> PictureFile.size(bomb, "bomb.webp"))
                .isInstanceOf(BadInput.class)
                .hasMessage("bomb.webp: is a WebP of 16384 x 4096 pixels, more than the 33 million read;"
                        + " scale it down or save it as JPEG");
    }

    /** Metadata that would take 400 MB are not looked at. */
    @Test
    void metadataAreNotUnpacked() throws IOException {
        byte[] plain = blackPng(8, 8);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(plain, 0, 33);
        byte[] packed = deflated(new byte[1 << 20], 400);
        byte[] text = Arrays.copyOf(new byte[] {'a', 0, 0}, packed.length + 3);
        System.arraycopy(packed, 0, text, 3, packed.length);
        chunk(bomb, "zTXt", text);
        bomb.write(plain, 33, plain.length - 33);

        assertThat(PictureFile.decode(bomb.toByteArray(), "bomb.png").size()).isEqualTo(new Size(8, 8));
    }

    private static byte[] blackPng(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", deflated(new byte[width + 1], height));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] row, int times) {
        Deflater deflater = new Deflater();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] packed = new byte[1 << 16];
        for (int i = 0; i < times; i++) {
            deflater.setInput(row);
            while (!deflater.needsInput()) {
                out.write(packed, 0, deflater.deflate(packed));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            out.write(packed, 0, deflater.deflate(packed));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] body) {
        byte[] all = new byte[body.length + 4];
        for (int i = 0; i < 4; i++) {
            all[i] = (byte) name.charAt(i);
        }
        System.arraycopy(body, 0, all, 4, body.length);
        CRC32 sum = new CRC32();
        sum.update(all);
        out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
        out.writeBytes(all);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
