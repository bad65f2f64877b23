package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Labels;
import dev.graft.data.Target;
import dev.graft.model.OneLabel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeAndCacheTest {
    private static final OneLabel TASK = new OneLabel(Labels.of(List.of("a", "b")));

    @Test
    void eachExampleSpeaksForItsClassByItsLikeness() {
        ProbeAndCache.Known known =
                new ProbeAndCache.Known(new float[][] {{1, 0}, {0, 1}, {0.6f, 0.8f}}, new int[] {0, 1, 1}, 3);

        // (1, 0) is like the three by 1, 0 and 0.6; exp(-5 (1 - 0.6)) = exp(-2)
        assertThat(known.votes(new float[] {1, 0}, new int[] {0, 1, 2}, 5))
                .containsExactly(new double[] {1, Math.exp(-5) + Math.exp(-2), 0}, within(1e-6));
        assertThat(known.votes(new float[] {1, 0}, new int[] {1}, 5))
                .containsExactly(new double[] {0, Math.exp(-5), 0}, within(1e-6));
    }

    /** The first example's draws are (3, 0) and (0, 1), of which the longer counts no more. */
    @Test
    void theKeyOfAVariedPictureIsTheMeanDirectionOfItsDraws() {
        float[][] once = {{3, 0}, {0, 2}};
        float[][] again = {{0, 1}, {0, 5}};
        LabelledRows all = LabelledRows.of(List.of(once, again), targets("a", "b"), new int[] {0, 1});

        ProbeAndCache.Known known = ProbeAndCache.known(all, TASK, 2);

        float half = (float) Math.sqrt(0.5);
        assertThat(known.keys()).hasDimensions(2, 2);
        assertThat(known.keys()[0]).containsExactly(new float[] {half, half}, within(1e-6f));
        assertThat(known.keys()[1]).containsExactly(new float[] {0, 1}, within(1e-6f));
        assertThat(known.classes()).containsExactly(0, 1);
        assertThat(known.count()).isEqualTo(2);
    }

    /** Two clouds of each class, that of the other between them: no plane divides them, and neighbors are of one class. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theCacheSpeaksWhereOnlyNeighborsKnow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelledRows crossed = rows(40, i -> {
            double angle = i % 4 * Math.PI / 2 + random.nextDouble(-0.3, 0.3);
            return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
        });
        assertThat(chosen(crossed, seed).alpha()).isPositive();
    }

    /** One small feature tells the classes apart; by all others each example is most like one of the other class. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theCacheIsSilentWhereNeighborsMislead(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] shared = new float[8];
        LabelledRows misled = rows(40, i -> {
            for (int j = 0; j < shared.length && i % 2 == 0; j++) {
                shared[j] = (float) random.nextDouble(-2, 2);
            }
            float[] row = Arrays.copyOf(shared, shared.length + 1);
            row[shared.length] = i % 2 == 0 ? -0.5f : 0.5f;
            return row;
        });
        assertThat(chosen(misled, seed).alpha()).isZero();
    }

    private static ProbeAndCache.Choice chosen(LabelledRows all, long seed) {
        ProbeAndCache.Known known = ProbeAndCache.known(all, TASK, all.size());
        return new ProbeAndCache(0, 0, 0).chosen(HeadProblem.of(TASK), all, known, 100, seed);
    }

    /** Examples of a and b in turn. */
    private static LabelledRows rows(int count, IntFunction<float[]> row) {
        String[] labels =
                IntStream.range(0, count).mapToObj(i -> i % 2 == 0 ? "a" : "b").toArray(String[]::new);
        return new LabelledRows(
                IntStream.range(0, count).mapToObj(row).toArray(float[][]::new),
                targets(labels),
                IntStream.range(0, count).toArray());
    }

    private static List<Target> targets(String... labels) {
        return Arrays.stream(labels).<Target>map(Target.Label::new).toList();
    }
}
