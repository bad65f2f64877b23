package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Scope;
import dev.graft.image.Preparation;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a picture is varied depends on (seed, epoch, index) and on nothing else. */
class ReadaheadTest {
    private static final int[] ALL = {0, 1, 2, 3};

    /** Four times the same picture. */
    private static PreparedSet data(String augment) throws IOException {
        Image image = Image.of(Pictures.scene(1, 40, 30));
        Samples<Image> samples = new Samples<>(
                "scenes",
                IntStream.range(0, 4)
                        .mapToObj(i -> new Sample<>(image, (Target) new Target.Label("a"), "scene " + i))
                        .toList());
        ImageInput input = ImageInput.of(Preparation.IMAGENET.size(24));
        return PreparedSet.of(input.with(InputChoice.DEFAULTS.augment(augment)), samples);
    }

    /** The numbers of each example of a batch. */
    private static List<List<Float>> rows(Batch batch) {
        float[] values = batch.inputs().get(Flow.PIXELS).toFloats();
        int each = 3 * 24 * 24;
        return IntStream.range(0, values.length / each)
                .mapToObj(n -> IntStream.range(n * each, (n + 1) * each)
                        .mapToObj(i -> values[i])
                        .toList())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "standard", "crop,erase=1", "trivial", "rand", "crop,shear,zoom,shift,blur"})
    void theSameSeedEpochAndIndexGiveTheSame(String augment) throws IOException {
        PreparedSet data = data(augment);
        try (Readahead once = new Readahead(epoch -> data, 5);
                Readahead again = new Readahead(epoch -> data, 5);
                Scope scope = Scope.open()) {
            List<List<Float>> wanted = rows(once.batch(2, ALL));

            again.soon(3, new int[] {1, 2});
            again.soon(2, new int[] {2});
            assertThat(rows(again.batch(3, ALL))).isNotEqualTo(wanted);
            assertThat(rows(again.batch(2, new int[] {3, 1}))).containsExactly(wanted.get(3), wanted.get(1));
            assertThat(rows(again.batch(2, ALL))).isEqualTo(wanted);
        }
    }

    @Test
    void anyOtherSeedEpochOrIndexGivesAnother() throws IOException {
        PreparedSet data = data("crop=0.1,brightness=0.5");
        Set<List<Float>> seen = new HashSet<>();
        for (long seed : new long[] {0, 1, 5, -1}) {
            try (Readahead ahead = new Readahead(epoch -> data, seed);
                    Scope scope = Scope.open()) {
                for (int epoch = 0; epoch < 4; epoch++) {
                    seen.addAll(rows(ahead.batch(epoch, ALL)));
                }
            }
        }
        assertThat(seen).hasSize(4 * 4 * 4);
    }

    @Test
    void picturesThatAreNotVariedAreTheSameInEveryEpoch() throws IOException {
        PreparedSet data = data("none");
        try (Readahead ahead = new Readahead(epoch -> data, 5);
                Scope scope = Scope.open()) {
            List<List<Float>> first = rows(ahead.batch(0, ALL));

            assertThat(rows(ahead.batch(7, ALL))).isEqualTo(first);
            assertThat(new HashSet<>(first)).hasSize(1);
        }
    }

    /** What a frozen network is shown: first the pictures as they are. */
    @Test
    void drawsFollowTheSeedToo() throws IOException {
        PreparedSet data = data("crop=0.1,brightness=0.5");
        try (Scope scope = Scope.open()) {
            List<List<Float>> plain = rows(data.draw(0, 5).batch(ALL));
            List<List<Float>> first = rows(data.draw(1, 5).batch(ALL));

            assertThat(plain).isEqualTo(rows(data("none").batch(ALL)));
            assertThat(rows(data.draw(1, 5).batch(ALL))).isEqualTo(first);
            Set<List<Float>> seen = new HashSet<>(first);
            seen.addAll(plain);
            for (long seed : new long[] {5, 6}) {
                seen.addAll(rows(data.draw(2, seed).batch(ALL)));
            }
            assertThat(seen).hasSize(1 + 3 * 4);
        }
    }
}
