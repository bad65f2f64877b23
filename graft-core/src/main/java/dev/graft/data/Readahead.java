package dev.graft.data;

import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Makes the inputs of coming batches ready on threads of its own, so that whoever trains finds them decoded and
 * changed. What an input becomes depends on (seed, epoch, index) and on no thread.
 */
public final class Readahead implements AutoCloseable {
    private final IntFunction<PreparedSet> data;
    private final Ahead<Prepared> inputs;

    /** @param data as it is read in an epoch; the same examples in each */
    public Readahead(IntFunction<PreparedSet> data, long seed) {
        this.data = data;
        this.inputs = new Ahead<>((epoch, example) -> {
            long chance = new SplittableRandom((seed * 1_000_003 + epoch) * 1_000_003 + example).nextLong();
            return data.apply(epoch).drawn(example, chance).ready();
        });
    }

    /** Begins with examples that will be asked for soon. */
    public void soon(int epoch, int[] examples) {
        inputs.soon(epoch, examples);
    }

    /** A batch as it is in an epoch, as tensors of the innermost scope. */
    public Batch batch(int epoch, int[] examples) {
        return data.apply(epoch).batch(examples, inputs.take(epoch, examples));
    }

    @Override
    public void close() {
        inputs.close();
    }
}
