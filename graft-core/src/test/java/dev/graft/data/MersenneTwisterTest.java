package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** All golden values were made with NumPy 2.4.6 and {@code numpy.random.RandomState}. */
class MersenneTwisterTest {

    @Test
    void drawsTheBitsOfRandomStateForWholeSeeds() {
        assertThat(bits(0)).containsExactly(2357136044L, 2546248239L, 3071714933L, 3626093760L, 2588848963L);
        assertThat(bits(42)).containsExactly(1608637542L, 3421126067L, 4083286876L, 787846414L, 3143890026L);
        assertThat(bits(4294967295L)).containsExactly(419326371L, 479346978L, 3918654476L, 2416749639L, 3388880820L);
    }

    @Test
    void drawsTheBitsOfAnArraySeedForLongerSeeds() {
        assertThat(bits(5 + (1L << 32))).startsWith(675479763L, 2085189291L, 1213270837L, 3822202474L); // [5, 1]
    }

    private static long[] bits(long seed) {
        MersenneTwister random = new MersenneTwister(seed);
        return LongStream.generate(() -> random.nextInt() & 0xffffffffL)
                .limit(5)
                .toArray();
    }

    @Test
    void drawsFractionsAsRandomSample() {
        MersenneTwister random = new MersenneTwister(42);
        assertThat(new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble()})
                .containsExactly(0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366);
    }

    @Test
    void drawsWholeNumbersAsRandint() {
        MersenneTwister random = new MersenneTwister(42);
        assertThat(LongStream.generate(() -> random.randint(0, 1000)).limit(10))
                .containsExactly(102L, 435L, 860L, 270L, 106L, 71L, 700L, 20L, 614L, 121L);
        assertThat(LongStream.generate(() -> random.randint(-5, 5)).limit(6))
                .containsExactly(-3L, 1L, 2L, -1L, -2L, 2L);
        assertThat(LongStream.generate(() -> random.randint(0, 1L << 40)).limit(3))
                .containsExactly(651335606402L, 640192412980L, 7395928407L);
    }

    @Test
    void shufflesAsNumpyAndGoesOnFromThere() {
        assertThat(new MersenneTwister(42).permutation(10)).containsExactly(8, 1, 5, 0, 7, 2, 9, 4, 3, 6);

        int[] list = IntStream.range(0, 20).toArray();
        MersenneTwister random = new MersenneTwister(42);
        random.shuffle(list);
        assertThat(list).containsExactly(0, 17, 15, 1, 8, 5, 11, 3, 18, 16, 13, 2, 9, 19, 4, 12, 7, 10, 14, 6);
        random.shuffle(list);
        assertThat(list).containsExactly(6, 7, 12, 5, 8, 9, 4, 3, 1, 11, 15, 16, 19, 13, 14, 18, 10, 2, 0, 17);
    }
}
