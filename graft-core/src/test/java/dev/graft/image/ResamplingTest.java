package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PIL's results: src/test/scripts/pictures/resized.py. */
class ResamplingTest {

    static Stream<String> lines() {
        return new String(PictureFileTest.resource("resized.txt"), StandardCharsets.US_ASCII).lines();
    }

    /** As the scripts have it. */
    static String digest(Pixels pixels) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(pixels.data());
            return HexFormat.of().formatHex(sum).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void equalsPillowToTheBit(String line) throws IOException {
        String[] part = line.split(" ");
        Pixels picture = PictureFile.decode(PictureFileTest.resource(part[0]), part[0]);

        Pixels scaled =
                picture.resized(Integer.parseInt(part[2]), Integer.parseInt(part[3]), Interpolation.valueOf(part[1]));

        assertThat(digest(scaled)).isEqualTo(part[4]);
    }

    @Test
    void worksOutAPartAsItIsInTheWhole() throws IOException {
        Pixels picture = PictureFile.decode(PictureFileTest.resource("plain.png"), "photo");
        Size size = new Size(12, 31);
        for (Interpolation interpolation : Interpolation.values()) {
            Pixels part = Resampling.scale(
                    picture, Window.whole(picture.size()), size, new Window(3, 7, 5, 9), interpolation);

            assertThat(part.data())
                    .isEqualTo(picture.resized(12, 31, interpolation)
                            .crop(3, 7, 5, 9)
                            .data());
        }
    }

    @Test
    void scalesAWindowAsIfItWereCutOutFirst() throws IOException {
        Pixels picture = PictureFile.decode(PictureFileTest.resource("plain.png"), "photo");
        Size size = new Size(4, 20);

        Pixels scaled =
                Resampling.scale(picture, new Window(5, 2, 11, 10), size, Window.whole(size), Interpolation.BICUBIC);

        assertThat(scaled.data())
                .isEqualTo(picture.crop(5, 2, 11, 10)
                        .resized(4, 20, Interpolation.BICUBIC)
                        .data());
    }

    @Test
    void refusesAWindowThatLeavesThePicture() {
        Pixels picture = new Pixels(4, 3, 1, new byte[12]);

        assertThatThrownBy(() -> picture.crop(2, 0, 3, 3))
                .isInstanceOf(BadArgument.class)
                .hasMessage("a picture of 4 x 3 has no window of 3 x 3 at 2, 0");
    }
}
