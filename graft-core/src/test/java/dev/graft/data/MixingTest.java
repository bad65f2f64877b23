package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixingTest {
    private static final Mixing MIXUP = new Mixing(0.4, 0);
    private static final Mixing CUTMIX = new Mixing(0, 1);

    private Scope scope;

    @BeforeEach
    void opens() {
        scope = Scope.open();
    }

    @AfterEach
    void closes() {
        scope.close();
    }

    /** As many pictures, each of its number everywhere, in two channels. */
    private static Flow numbered(int count, int height, int width) {
        int plane = 2 * height * width;
        float[] values = new float[count * plane];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / plane;
        }
        return Flow.of(Flow.PIXELS, Tensor.of(values, count, 2, height, width));
    }

    /** The values of each picture. */
    private static float[][] pictures(Mixing.Mixed mixed, int count) {
        float[] values = mixed.inputs().get(Flow.PIXELS).toFloats();
        int plane = values.length / count;
        return IntStream.range(0, count)
                .mapToObj(n -> Arrays.copyOfRange(values, n * plane, (n + 1) * plane))
                .toArray(float[][]::new);
    }

    @Test
    void mixupGivesEachPictureItsOwnShareAndThePartnerTheRest() {
        for (int seed = 0; seed < 20; seed++) {
            Mixing.Mixed mixed = MIXUP.of(numbered(5, 3, 4), seed);

            float[][] pictures = pictures(mixed, 5);
            for (int n = 0; n < 5; n++) {
                double wanted = mixed.own() * n + (1 - mixed.own()) * mixed.partner()[n];
                for (float value : pictures[n]) {
                    assertThat(value).as("seed %d", seed).isCloseTo((float) wanted, within(1e-5f));
                }
            }
        }
    }

    @Test
    void cutmixPutsARectangleOfThePartnerThatIsAsLargeAsItSays() {
        int height = 10;
        int width = 14;
        int cut = 0;
        for (int seed = 0; seed < 60; seed++) {
            Mixing.Mixed mixed = CUTMIX.of(numbered(4, height, width), seed);

            float[][] pictures = pictures(mixed, 4);
            for (int n = 0; n < 4; n++) {
                int partner = mixed.partner()[n];
                if (partner == n) {
                    assertThat(pictures[n]).containsOnly(n);
                    continue;
                }
                int[] places = placesOf(partner, n, pictures[n]);
                assertThat(places).as("seed %d", seed).hasSize((int)
                        Math.round((1 - mixed.own()) * 2 * height * width));
                assertThat(places).isEqualTo(rectangle(places, height, width));
                cut += places.length > 0 ? 1 : 0;
            }
        }
        assertThat(cut).isGreaterThan(100);
    }

    private static int[] placesOf(int partner, int own, float[] picture) {
        return IntStream.range(0, picture.length)
                .peek(i -> assertThat(picture[i]).isIn((float) own, (float) partner))
                .filter(i -> picture[i] == partner)
                .toArray();
    }

    /** All places of the smallest rectangle around some, in both channels. */
    private static int[] rectangle(int[] places, int height, int width) {
        var x = Arrays.stream(places).map(i -> i % width).summaryStatistics();
        var y = Arrays.stream(places).map(i -> i / width % height).summaryStatistics();
        return IntStream.range(0, 2 * height * width)
                .filter(i -> i % width >= x.getMin() && i % width <= x.getMax())
                .filter(i -> i / width % height >= y.getMin() && i / width % height <= y.getMax())
                .toArray();
    }

    /**
     * With sides of {@code s} and its middle anywhere a rectangle has (s - s²/4)² of the area within the edges; for s²
     * uniform, as the paper draws it, that is 1/2 - 1/5 + 1/48 = 0.321 on average.
     */
    @Test
    void cutmixTakesAsMuchAsThePaper() {
        Flow inputs = numbered(1, 128, 128);

        double mean = IntStream.range(0, 1500)
                .mapToDouble(seed -> 1 - CUTMIX.of(inputs, seed).own())
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(0.32, within(0.03));
    }

    @Test
    void partnersAreAPermutationThatLeavesNoneOut() {
        Set<Integer> pairs = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            int[] partner = MIXUP.of(numbered(5, 1, 1), seed).partner();

            assertThat(partner).as("seed %d", seed).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            IntStream.range(0, 5).forEach(n -> pairs.add(5 * n + partner[n]));
        }
        assertThat(pairs).as("who was mixed with whom").hasSize(25);
    }

    /** Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 4})
    void theShareIsDrawnFromTheBetaDistribution(double parameter) {
        double[] shares = shares(new Mixing(parameter, 0));

        double mean = DoubleStream.of(shares).average().orElseThrow();
        double variance = DoubleStream.of(shares)
                .map(s -> (s - mean) * (s - mean))
                .average()
                .orElseThrow();

        assertThat(DoubleStream.of(shares)).allMatch(share -> share >= 0 && share <= 1);
        assertThat(mean).isCloseTo(0.5, within(0.02));
        assertThat(variance).isCloseTo(1 / (4 * (2 * parameter + 1)), within(0.008));
    }

    @Test
    void aSmallParameterLeavesMostPicturesNearlyAsTheyAre() {
        assertThat(nearlyWhole(0.2)).isGreaterThan(0.6);
        assertThat(nearlyWhole(1)).isCloseTo(0.2, within(0.03)); // uniform
        assertThat(nearlyWhole(8)).isLessThan(0.01);
    }

    /** How many shares are below 0.1 or above 0.9. */
    private static double nearlyWhole(double parameter) {
        return DoubleStream.of(shares(new Mixing(parameter, 0)))
                .map(share -> share < 0.1 || share > 0.9 ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static double[] shares(Mixing mixing) {
        Flow inputs = numbered(2, 1, 1);
        return IntStream.range(0, 4000)
                .mapToDouble(seed -> mixing.of(inputs, seed).own())
                .toArray();
    }

    @Test
    void eachBatchHasOneOfBothByChance() {
        Mixing both = new Mixing(4, 1);
        Flow inputs = numbered(2, 6, 6);

        long cut = IntStream.range(0, 400)
                .mapToObj(seed -> both.of(inputs, seed))
                .filter(mixed -> IntStream.range(0, 2).allMatch(n -> onlyWholeNumbers(pictures(mixed, 2)[n])))
                .filter(mixed -> mixed.partner()[0] == 1)
                .count();

        assertThat(cut).isBetween(70L, 130L); // of the half that have another partner than themselves
    }

    private static boolean onlyWholeNumbers(float[] picture) {
        return IntStream.range(0, picture.length).allMatch(i -> picture[i] == Math.rint(picture[i]));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void theSameSeedMixesTheSame(double cutmix) {
        Mixing mixing = new Mixing(1 - cutmix, cutmix);
        Set<Double> shares = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Mixing.Mixed once = mixing.of(numbered(4, 9, 9), seed);
            Mixing.Mixed again = mixing.of(numbered(4, 9, 9), seed);

            assertThat(again.own()).isEqualTo(once.own());
            assertThat(again.partner()).isEqualTo(once.partner());
            assertThat(pictures(again, 4)).isDeepEqualTo(pictures(once, 4));
            shares.add(once.own());
        }
        assertThat(shares).hasSizeGreaterThan(5);
    }

    @Test
    void refusesToMixByNothing() {
        assertThatThrownBy(() -> new Mixing(0, 0)).hasMessage("mixup or cutmix must be above 0");
        assertThatThrownBy(() -> new Mixing(-1, 2)).hasMessageStartingWith("mixup must");
    }
}
