package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.image.Pixels;
import dev.graft.testing.SharedData;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
                .isEqualTo(new Duplicates(0, 0, 0, java.util.List.of()));
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
        int[] thousand = java.util.stream.IntStream.range(0, 1000).toArray();
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

    private static Parts<Image> open(String file) throws Exception {
        return ImageData.openParts(SharedData.path("vision/" + file), TableOptions.DEFAULTS);
    }

    private static Map<String, Integer> counts(Dataset<Image> data) throws Exception {
        return Facts.of(data).counts();
    }
}
