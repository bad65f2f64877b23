package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.image.Pixels;
import dev.graft.testing.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads the pictures of the shared data; the counts are those of their README. */
@Tag("realdata")
class SharedImagesTest {

    @Test
    void readsAntsAndBeesInTheirArchive() throws Exception {
        Parts<Image> parts = open("hymenoptera.tar");

        assertThat(counts(parts.train())).isEqualTo(Map.of("ants", 123, "bees", 121));
        assertThat(counts(parts.validation().orElseThrow())).isEqualTo(Map.of("ants", 70, "bees", 83));
        assertThat(parts.test()).isEmpty();
        assertThat(parts.train().notes()).isEmpty();
        assertThat(parts.train().get(0).where()).isEqualTo("hymenoptera/train/ants/0013035.jpg");
        Pixels pixels = parts.train().get(0).input().pixels();
        assertThat(Math.min(pixels.width(), pixels.height())).isEqualTo(256);
        TrainingCheck.of(parts.train());
    }

    @Test
    void findsNoTwoFlowersAlike() throws Exception {
        Parts<Image> parts = open("flowers.tar");

        assertThat(counts(parts.train()))
                .containsOnlyKeys("daisy", "dandelion", "roses", "sunflowers", "tulips")
                .allSatisfy((name, count) -> assertThat(count).isEqualTo(100));
        assertThat(counts(parts.validation().orElseThrow()))
                .allSatisfy((name, count) -> assertThat(count).isEqualTo(40));
        assertThat(Duplicates.within(
                        new Joined<>(parts.train(), parts.validation().orElseThrow())))
                .isEqualTo(new Duplicates(0, 0, 0, List.of()));
    }

    @Test
    void findsNoTwoInsectsAlike() throws Exception {
        Parts<Image> parts = open("hymenoptera.tar");

        assertThat(Duplicates.across(parts.train(), parts.validation().orElseThrow())
                        .isEmpty())
                .isTrue();
    }

    @Test
    void readsSevenThousandSmallPicturesAndTakesHardlyAnyForCopies() throws Exception {
        Parts<Image> parts = open("cifar10.tar");

        assertThat(counts(parts.train()))
                .hasSize(10)
                .allSatisfy((name, count) -> assertThat(count).isEqualTo(500));
        assertThat(counts(parts.test().orElseThrow()))
                .allSatisfy((name, count) -> assertThat(count).isEqualTo(200));
        Duplicates found =
                Duplicates.within(new Joined<>(parts.train(), parts.test().orElseThrow()));
        assertThat(found.near()).isBetween(0, 3); // the set is known for some near copies
        assertThat(found.exact()).isZero();
    }

    @Test
    void readsHandwrittenDigitsOfWhichNoTwoAreCopies() throws Exception {
        Parts<Image> digits = ImageData.openParts(SharedData.path("vision/mnist"), TableOptions.DEFAULTS);

        assertThat(digits.train().size()).isEqualTo(12_000);
        assertThat(digits.test().orElseThrow().size()).isEqualTo(5_000);
        assertThat(Labels.of(digits.train()).names()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        Pixels first = digits.train().get(0).input().pixels();
        assertThat(new int[] {first.width(), first.height(), first.channels()}).containsExactly(28, 28, 1);
        int[] thousand = IntStream.range(0, 1000).toArray();
        assertThat(Duplicates.within(digits.train().subset(thousand)).isEmpty()).isTrue();
    }

    @Test
    void readsTheOriginalSplitOfUsps() throws Exception {
        Parts<Image> digits = ImageData.openParts(SharedData.path("vision/usps"), TableOptions.DEFAULTS);

        assertThat(digits.train().size()).isEqualTo(7_291);
        assertThat(digits.test().orElseThrow().size()).isEqualTo(2_007);
        assertThat(digits.train().get(7_290).input().pixels().width()).isEqualTo(16);
    }

    @Test
    void readsAlphabetsInTheirZip() throws Exception {
        Dataset<Image> characters = ImageData.open(SharedData.path("vision/omniglot_small1.zip"));
        Set<String> folders = new TreeSet<>();
        for (int i = 0; i < characters.size(); i++) {
            String where = characters.get(i).where();
            folders.add(where.substring(0, where.lastIndexOf('/')));
        }

        assertThat(characters.size()).isEqualTo(136 * 20);
        assertThat(folders).hasSize(136);
        assertThat(Labels.of(characters).size()).isEqualTo(5);
        assertThat(Duplicates.within(characters).isEmpty()).isTrue();
        assertThat(characters.get(0).input().pixels().width()).isEqualTo(105);
    }

    @Test
    void findsFlowersThatWereCodedAgainOrHalved() throws Exception {
        Dataset<Image> flowers = open("flowers.tar").train();
        int[] some = IntStream.range(0, 100).map(i -> 5 * i).toArray();
        List<Sample<Image>> coded = new ArrayList<>();
        List<Sample<Image>> halved = new ArrayList<>();
        for (int i : some) {
            Sample<Image> flower = flowers.get(i);
            Pixels pixels = flower.input().pixels().rgb();
            byte[] again = Pictures.coded(pixels, "jpeg", 0.5f);
            coded.add(new Sample<>(Image.of("coded " + i, again), flower.target(), "coded " + i));
            halved.add(new Sample<>(Image.of(half(pixels)), flower.target(), "halved " + i));
        }
        Dataset<Image> originals = flowers.subset(some);

        assertThat(Duplicates.across(originals, new Samples<>("coded", coded)).near())
                .isGreaterThanOrEqualTo(98);
        assertThat(Duplicates.across(originals, new Samples<>("halved", halved)).near())
                .isGreaterThanOrEqualTo(98);
    }

    /** Means of two by two pixels. */
    private static Pixels half(Pixels pixels) {
        int width = pixels.width() / 2;
        byte[] data = new byte[3 * width * (pixels.height() / 2)];
        for (int i = 0; i < data.length; i++) {
            int x = i / 3 % width * 2;
            int y = i / 3 / width * 2;
            int sum = pixels.at(x, y, i % 3)
                    + pixels.at(x + 1, y, i % 3)
                    + pixels.at(x, y + 1, i % 3)
                    + pixels.at(x + 1, y + 1, i % 3);
            data[i] = (byte) (sum / 4);
        }
        return new Pixels(width, pixels.height() / 2, 3, data);
    }

    private static Parts<Image> open(String file) throws Exception {
        return ImageData.openParts(SharedData.path("vision/" + file), TableOptions.DEFAULTS);
    }

    private static Map<String, Integer> counts(Dataset<Image> data) throws Exception {
        return Facts.of(data).counts();
    }
}
