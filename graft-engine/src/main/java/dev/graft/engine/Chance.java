package dev.graft.engine;

import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The random numbers of dropout, a sequence of its own for each thread, so that pieces of one batch on several threads
 * draw the same whichever of them is first.
 */
public final class Chance {
    private static final ThreadLocal<long[]> STATE = ThreadLocal.withInitial(() -> new long[1]);
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Numbers that one draw of the native generator gives: its 64 bits are read as four of 16. */
    private static final int PER_DRAW = 4;

    private static final int LEVELS = 1 << 16;

    private Chance() {}

    /** Begins this thread's sequence: equal seeds give equal sequences. */
    public static void begin(long seed) {
        STATE.get()[0] = seed;
    }

    /** What {@link #begin} would have to be given for this thread to draw what it draws next. */
    static long state() {
        return STATE.get()[0];
    }

    /**
     * Which values stay: 1 over the share that stays, or 0, each by itself. The share is rounded to the 65536th.
     *
     * @param share that is dropped, in (0, 1)
     * @param like gives the shape and the type
     */
    static org.bytedeco.pytorch.Tensor kept(org.bytedeco.pytorch.Tensor like, double share) {
        long count = like.numel();
        var bits = torch.empty(
                new long[] {(count + PER_DRAW - 1) / PER_DRAW},
                new org.bytedeco.pytorch.TensorOptions(ScalarType.Long),
                new org.bytedeco.pytorch.MemoryFormatOptional());
        var source = new GeneratorOptional(torch.make_generator_cpu(next()));
        bits.random_(Long.MIN_VALUE, new LongOptional(), source);
        long dropped = Math.round(share * LEVELS);
        return bits.view(ScalarType.Short)
                .narrow(0, 0, count)
                .view(like.sizes())
                .ge(new Scalar(dropped - LEVELS / 2))
                .to(like.device(), like.scalar_type())
                .mul_(new Scalar(1.0 * LEVELS / (LEVELS - dropped)));
    }

    /** The next seed of this thread. Source: Steele, Lea and Flood, "SplitMix", OOPSLA 2014. */
    private static long next() {
        long z = STATE.get()[0] += GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
