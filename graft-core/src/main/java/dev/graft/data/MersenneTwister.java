package dev.graft.data;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * The generator MT19937, with draws equal to those of NumPy's {@code RandomState}: the same seed gives the same
 * shuffle in both, and on every Java. Not safe for use by several threads at once.
 *
 * <p>Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998, with the seeding of 2002; the bounded
 * draws (masked rejection) are those of NumPy's legacy generator.
 */
public final class MersenneTwister implements RandomGenerator {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int position = N;

    /** Seeds from 0 to 2^32 - 1 as {@code RandomState(seed)}, others as {@code RandomState([low, high])} of their halves. */
    public MersenneTwister(long seed) {
        if (seed == (seed & 0xffffffffL)) {
            seedOne((int) seed);
        } else {
            seedArray(new int[] {(int) seed, (int) (seed >>> 32)});
        }
    }

    private void seedOne(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    private void seedArray(int[] key) {
        seedOne(19650218);
        int i = 1;
        for (int k = 0, j = 0; k < N; k++, j = (j + 1) % key.length) {
            state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * 1664525) + key[j] + j;
            i = next(i);
        }
        for (int k = 0; k < N - 1; k++) {
            state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * 1566083941) - i;
            i = next(i);
        }
        state[0] = 0x80000000;
    }

    private int next(int i) {
        if (i + 1 < N) {
            return i + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    /** 32 random bits. */
    @Override
    public int nextInt() {
        if (position == N) {
            twist();
        }
        int y = state[position++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = state[i] & 0x80000000 | state[(i + 1) % N] & 0x7fffffff;
            state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        position = 0;
    }

    /** 64 random bits, the higher half drawn first. */
    @Override
    public long nextLong() {
        long high = nextInt() & 0xffffffffL;
        return high << 32 | nextInt() & 0xffffffffL;
    }

    /** In [0, 1), with 53 random bits: {@code random_sample()}. */
    @Override
    public double nextDouble() {
        long high = nextInt() >>> 5;
        return (high * 67108864.0 + (nextInt() >>> 6)) / 9007199254740992.0;
    }

    /** A whole number in [low, high): {@code randint(low, high)}. */
    public long randint(long low, long high) {
        Check.that(low < high, "high must be above low " + low + ", was " + high);
        return low + interval(high - 1 - low);
    }

    /** In [0, most], by drawing until the masked bits are not above it. */
    private long interval(long most) {
        if (most == 0) {
            return 0;
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(most);
        long value;
        do {
            value = mask <= 0xffffffffL && mask >= 0 ? nextInt() & mask : nextLong() & mask;
        } while (Long.compareUnsigned(value, most) > 0);
        return value;
    }

    /** Puts a list in random order: {@code shuffle(list)}. */
    public void shuffle(int[] list) {
        for (int i = list.length - 1; i > 0; i--) {
            int j = (int) interval(i);
            int kept = list[i];
            list[i] = list[j];
            list[j] = kept;
        }
    }

    /** The numbers 0 to {@code size - 1} in random order: {@code permutation(size)}. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        shuffle(order);
        return order;
    }
}
