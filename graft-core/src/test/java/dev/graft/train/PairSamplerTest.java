package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.BadArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairSamplerTest {
    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    /** 2 to 60 examples of 2 to 6 classes, with two of each class at least where there is room. */
    private static int[] classes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 2 + random.nextInt(5);
        int[] classes = new int[2 * count + random.nextInt(50)];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i < 2 * count ? i / 2 : random.nextInt(count);
        }
        for (int i = classes.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int moved = classes[i];
            classes[i] = classes[j];
            classes[j] = moved;
        }
        return classes;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void pairsNoExampleWithItselfAndSaysWhatIsAlike(long seed) {
        int[] classes = classes(seed);
        PairSampler sampler = new PairSampler(classes, seed);
        for (int number = 0; number < 40 * classes.length; number++) {
            PairSampler.Pair pair = sampler.pair(number);
            assertThat(pair.first()).as("seed %d, pair %d", seed, number).isNotEqualTo(pair.second());
            assertThat(classes[pair.first()] == classes[pair.second()]).isEqualTo(pair.alike());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyExampleIsFirstOnceARoundInTurnWithItsOwnClassAndWithAnother(long seed) {
        int[] classes = classes(seed);
        PairSampler sampler = new PairSampler(classes, seed);
        int[] first = new int[classes.length];
        int[] alike = new int[classes.length];
        int[] alikeInRound = new int[20];
        for (int number = 0; number < 20 * classes.length; number++) {
            PairSampler.Pair pair = sampler.pair(number);
            first[pair.first()]++;
            alike[pair.first()] += pair.alike() ? 1 : 0;
            alikeInRound[number / classes.length] += pair.alike() ? 1 : 0;
        }
        assertThat(first).as("seed %d", seed).containsOnly(20);
        assertThat(alike).as("seed %d", seed).containsOnly(10);
        for (int round : alikeInRound) {
            assertThat(round).isCloseTo(classes.length / 2, within(1));
        }
    }

    @Test
    void everyOtherExampleIsDrawnEquallyOften() {
        int[] classes = {0, 1, 0, 1, 1, 0, 1, 2, 2}; // 3, 4 and 2 of a class
        PairSampler sampler = new PairSampler(classes, 7);
        int[][] drawn = new int[classes.length][classes.length];
        int rounds = 12_000;
        for (int number = 0; number < rounds * classes.length; number++) {
            PairSampler.Pair pair = sampler.pair(number);
            drawn[pair.first()][pair.second()]++;
        }
        // example 0: half its pairs with 2 of its class, half with 6 others; 1: with 3, and with 5
        assertThat(drawn[0][2]).isCloseTo(3000, within(200));
        assertThat(drawn[0][5]).isCloseTo(3000, within(200));
        assertThat(drawn[0][7]).isCloseTo(1000, within(150));
        assertThat(drawn[1][6]).isCloseTo(2000, within(200));
        assertThat(drawn[1][0]).isCloseTo(1200, within(150));
        assertThat(drawn[8][7]).isEqualTo(6000);
    }

    @Test
    void thePairAtAPlaceIsTheSameInWhateverOrderItIsAskedFor() {
        int[] classes = classes(3);
        PairSampler there = new PairSampler(classes, 11);
        PairSampler back = new PairSampler(classes, 11);
        PairSampler otherSeed = new PairSampler(classes, 12);
        List<PairSampler.Pair> forward = new ArrayList<>();
        List<PairSampler.Pair> backward = new ArrayList<>();
        List<PairSampler.Pair> other = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            forward.add(there.pair(i));
            backward.add(0, back.pair(199 - i));
            other.add(otherSeed.pair(i));
        }
        assertThat(backward).isEqualTo(forward);
        assertThat(other).isNotEqualTo(forward);
    }

    @Test
    void anExampleAloneInItsClassIsPairedWithOthersOnly() {
        PairSampler sampler = new PairSampler(new int[] {0, 0, 0, 1}, 1);
        assertThat(IntStream.range(0, 400).mapToObj(sampler::pair).filter(pair -> pair.first() == 3))
                .hasSize(100)
                .noneMatch(PairSampler.Pair::alike);
    }

    @Test
    @Timeout(20)
    void aMillionExamplesNeedNoMillionTimesAMillionPairs() {
        int n = 1_000_000;
        PairSampler sampler =
                new PairSampler(IntStream.range(0, n).map(i -> i % 5).toArray(), 1);
        long alike = IntStream.range(n / 2, n / 2 + n)
                .filter(i -> sampler.pair(i).alike())
                .count();
        assertThat(alike).isCloseTo(n / 2L, within(2000L));
        assertThat(sampler.pair(40_000_000_000L).first()).isBetween(0, n - 1);
    }

    @Test
    void refusesOneClass() {
        assertThatThrownBy(() -> new PairSampler(new int[] {1, 1, 1}, 1))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("at least two");
    }
}
