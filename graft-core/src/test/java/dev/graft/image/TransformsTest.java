package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformsTest {
    static Stream<Transform> all() {
        return Stream.of(
                RandomResizedCrop.of(20),
                new RandomMirror(0.5),
                new RandomFlipVertical(0.5),
                new Rotation(30, Fill.REFLECT),
                new Shift(0.2, 0.1, Fill.NEAREST),
                new Shear(20, Fill.WRAP),
                new Zoom(0.5, Fill.CONSTANT),
                new ColorJitter(0.4, 0.4, 0.4, 0.1),
                new RandomGreyscale(0.5),
                GaussianBlur.DEFAULTS,
                RandomErasing.DEFAULTS,
                TrivialAugment.DEFAULTS,
                RandAugment.DEFAULTS);
    }

    @ParameterizedTest
    @MethodSource("all")
    void dependsOnThePictureAndTheNumbersAlone(Transform transform) throws IOException {
        Pixels color = OperationTest.picture();
        Set<Integer> seen = new HashSet<>();
        for (Pixels picture : List.of(color, color.grey(), new Pixels(1, 1, 3, new byte[3]), color.crop(0, 0, 2, 31))) {
            for (int seed = 0; seed < 50; seed++) {
                byte[] before = picture.data().clone();
                Pixels once = transform.apply(picture, new SplittableRandom(seed));
                Pixels again = transform.apply(picture, new SplittableRandom(seed));

                assertThat(again.data()).as("seed %d", seed).isEqualTo(once.data());
                assertThat(again.channels()).isEqualTo(picture.channels());
                assertThat(picture.data()).isEqualTo(before);
                seen.add(Arrays.hashCode(once.data()));
            }
        }
        assertThat(seen).as("different results").hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @EnumSource
    void fillsAsKerasDoes(Fill fill) {
        byte[] line = {1, 2, 3, 4};
        byte[] wanted = switch (fill) {
            case NEAREST -> new byte[] {1, 1, 1, 2};
            case CONSTANT -> new byte[] {0, 0, 1, 2};
            case REFLECT -> new byte[] {2, 1, 1, 2};
            case WRAP -> new byte[] {3, 4, 1, 2};
        };

        assertThat(Affine.shift(2, 0).bilinear(new Pixels(4, 1, 1, line), fill).data())
                .isEqualTo(wanted);
        assertThat(Affine.shift(2, 0).nearest(new Pixels(4, 1, 1, line), fill).data())
                .isEqualTo(wanted);
    }

    @Test
    void shiftsHalfAPixelToTheMeanOfTwo() {
        Pixels line = new Pixels(3, 1, 1, new byte[] {10, 20, 40});

        assertThat(Affine.shift(0.5, 0).bilinear(line, Fill.NEAREST).data()).containsExactly(10, 15, 30);
    }

    @Test
    void turnsCounterclockwise() {
        Pixels square = new Pixels(2, 2, 1, new byte[] {1, 2, 3, 4});

        assertThat(Affine.rotation(square.size(), 90)
                        .bilinear(square, Fill.NEAREST)
                        .data())
                .containsExactly(2, 4, 1, 3);
        assertThat(square.mirrored().data()).containsExactly(2, 1, 4, 3);
        assertThat(square.flipped().data()).containsExactly(3, 4, 1, 2);
    }

    @Test
    void cropsPartsOfTheAreasAndShapesThatItSays() {
        RandomResizedCrop crop = new RandomResizedCrop(8, 0.2, 0.5, 1.5, Interpolation.BILINEAR);
        for (int seed = 0; seed < 500; seed++) {
            Window part =
                    crop.part(new Size(120, 100), new SplittableRandom(seed)).within(new Size(120, 100));

            assertThat(part.width() * part.height() / 12000.0).isBetween(0.19, 0.51);
            assertThat((double) part.width() / part.height()).isBetween(0.65, 1.53);
        }
        assertThat(RandomResizedCrop.of(8).part(new Size(900, 3), new SplittableRandom(1)))
                .isEqualTo(new Window(448, 0, 4, 3));
    }

    @Test
    void erasesAsOftenAndAsMuchAsItSays() {
        Pixels white = new Pixels(50, 40, 1, new byte[2000]);
        int erased = 0;
        for (int seed = 0; seed < 1000; seed++) {
            byte[] data = RandomErasing.DEFAULTS
                    .apply(white, new SplittableRandom(seed))
                    .data();
            int covered = 0;
            for (byte value : data) {
                covered += value == 116 ? 1 : 0;
            }
            erased += covered > 0 ? 1 : 0;
            assertThat(covered).isLessThan(2000 * 36 / 100);
        }
        assertThat(erased).isBetween(430, 570);
    }

    @Test
    void namesTheValueItRefuses() {
        assertThatThrownBy(() -> new Rotation(200, Fill.WRAP))
                .isInstanceOf(BadArgument.class)
                .hasMessage("degrees must be in (0, 180], was 200.0");
        assertThatThrownBy(() -> new RandAugment(2, 31, Fill.WRAP)).hasMessage("strength must be in [0, 30], was 31");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "light",
                "standard",
                "trivial",
                "rand",
                "rotate=15,shift=0.1,zoom=0.2,fill=reflect",
                "standard, erase",
                "shiftx,shifty=0.3,shear,hue,grey,blur,flip,randaugment=5,fill=wrap"
            })
    void anAugmentationSaysAllOfItself(String text) throws IOException {
        Augmentation augmentation = Augmentation.parse(text);
        Augmenter augmenter = augmentation.on(Preparation.IMAGENET.size(24));

        assertThat(Augmentation.parse(augmentation.toString())).isEqualTo(augmentation);
        assertThat(augmenter)
                .isEqualTo(Augmentation.parse(augmentation.toString()).on(Preparation.IMAGENET.size(24)));
        assertThat(augmenter
                        .apply(OperationTest.picture(), new SplittableRandom(1))
                        .size())
                .isEqualTo(new Size(24, 24));
    }

    @Test
    void anAugmentationOfNothingIsThePreparationAlone() throws IOException {
        Pixels picture = OperationTest.picture();
        Preparation grey = new Preparation(16, 20, Interpolation.BICUBIC, List.of(0.5), List.of(0.5));

        assertThat(Augmentation.NONE
                        .on(grey)
                        .apply(picture, new SplittableRandom(1))
                        .data())
                .isEqualTo(grey.square(picture).data());
        assertThat(Augmentation.NONE.on(grey).shorterAtLeast()).isEqualTo(20);
        // sqrt(0.36 / (4 / 3)) = 0.5196 of the shorter side
        assertThat(Augmentation.parse("crop=0.36").on(grey).shorterAtLeast()).isEqualTo(31);
    }

    @Test
    void anAugmentationIsRefusedWithItsMend() {
        assertThatThrownBy(() -> Augmentation.parse("rotate=x"))
                .isInstanceOf(BadArgument.class)
                .hasMessage("augmentation 'rotate' takes a number, as rotate=15, not 'x'");
        assertThatThrownBy(() -> Augmentation.parse("rotat=5"))
                .hasMessageStartingWith("unknown augmentation 'rotat'; did you mean 'rotate'?");
        assertThatThrownBy(() -> Augmentation.parse("mirror,crop=2"))
                .hasMessage("augmentation 'crop=2': least must be in (0, 1], was 2.0");
    }

    @Test
    void drawsASheetOfTilesUnderCaptions() throws IOException {
        Pixels picture = OperationTest.picture();
        Pixels sheet = new ContactSheet(32)
                .of(List.of(
                        new ContactSheet.Row("daisy", List.of(picture, picture.grey())),
                        new ContactSheet.Row("类别", List.of(picture))));

        // 4 + 2 * (32 + 4) across, 4 + 2 * (18 + 32 + 4) down; a tile of 40 x 31 becomes 32 x 25
        assertThat(sheet.size()).isEqualTo(new Size(76, 112));
        assertThat(sheet.crop(4, 22, 32, 25).data())
                .isEqualTo(picture.resized(32, 25, Interpolation.BICUBIC).data());
        assertThat(sheet.at(75, 111, 0)).isEqualTo(255);
    }
}
