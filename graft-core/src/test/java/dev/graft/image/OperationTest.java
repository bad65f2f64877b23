package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** torchvision's results on PIL pictures: src/test/scripts/pictures/operations.py. */
class OperationTest {

    static Stream<String> exact() {
        return new String(PictureFileTest.resource("operations.txt"), StandardCharsets.US_ASCII).lines();
    }

    static Stream<String> near() {
        return new String(PictureFileTest.resource("near.txt"), StandardCharsets.US_ASCII).lines();
    }

    static Pixels picture() throws IOException {
        return PictureFile.decode(PictureFileTest.resource("plain.png"), "plain.png")
                .resized(40, 31, Interpolation.BICUBIC);
    }

    @ParameterizedTest
    @MethodSource("exact")
    void equalsTorchvisionsToTheBit(String line) throws IOException {
        String[] part = line.split(" ");

        Pixels changed = Operation.valueOf(part[0]).apply(picture(), Double.parseDouble(part[1]), Fill.CONSTANT);

        assertThat(ResamplingTest.digest(changed)).isEqualTo(part[2]);
    }

    /** PIL cuts a bilinear value's fraction, which darkens; ours is rounded. */
    @ParameterizedTest
    @MethodSource("near")
    void equalsTorchvisionsHueBlurAndBilinearRotation(String line) throws IOException {
        String[] part = line.split(" ");
        double value = Double.parseDouble(part[1]);
        Pixels theirs = new Pixels(40, 31, 3, HexFormat.of().parseHex(part[2]));

        Pixels ours = switch (part[0]) {
            case "HUE" -> Colors.hue(picture(), value);
            case "BLUR" -> GaussianBlur.blurred(picture(), value);
            default -> Affine.rotation(new Size(40, 31), value).bilinear(picture(), Fill.CONSTANT);
        };

        assertThat(PictureFileTest.furthest(ours, theirs)).isLessThanOrEqualTo(part[0].startsWith("B") ? 1 : 0);
    }

    @Test
    void meansTorchvisionsStrengths() {
        assertThat(Operation.ROTATE.wideMagnitude(30)).isEqualTo(135);
        assertThat(Operation.SHEAR_X.wideMagnitude(10)).isEqualTo(0.33);
        assertThat(Operation.TRANSLATE_X.magnitude(9, new Size(331, 100))).isEqualTo(45);
        assertThat(Operation.ALL.stream().filter(Operation::signed)).hasSize(9);
    }
}
