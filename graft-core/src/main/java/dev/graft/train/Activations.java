package dev.graft.train;

import dev.graft.base.Shape;
import dev.graft.data.PreparedSet;
import dev.graft.data.Readahead;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/** What a phase's first trainable stage takes: raw inputs, or what the frozen stages below gave, computed once. */
interface Activations extends AutoCloseable {
    /** The inputs of some examples, as they are in an epoch, as tensors of the innermost scope. */
    Flow flow(int epoch, int[] examples);

    /** Told ahead what will be asked for. */
    default void soon(int epoch, int[] examples) {}

    @Override
    default void close() {}

    /**
     * Inputs that are read, and changed where that was chosen, while the network is at work on those before.
     *
     * @param progress share of the phase that is over when an epoch begins
     */
    static Activations raw(PreparedSet data, long seed, IntToDoubleFunction progress) {
        boolean waits = data.size() > 0 && data.input(0).waits();
        if (!waits) {
            return (epoch, examples) -> data.batch(examples).inputs();
        }
        Readahead ahead = new Readahead(epoch -> data.at(progress.applyAsDouble(epoch)), seed);
        return new Activations() {
            @Override
            public Flow flow(int epoch, int[] examples) {
                return ahead.batch(epoch, examples).inputs();
            }

            @Override
            public void soon(int epoch, int[] examples) {
                ahead.soon(epoch, examples);
            }

            @Override
            public void close() {
                ahead.close();
            }
        };
    }

    /** @param each shape of one example's numbers, all of one length */
    static Activations rows(FrozenRows rows, String part, Shape each) {
        return new OfRows(rows, some -> {
            int length = (int) each.count();
            float[] batch = new float[some.size() * length];
            for (int i = 0; i < some.size(); i++) {
                System.arraycopy(some.get(i), 0, batch, i * length, length);
            }
            long[] shape = new long[each.rank() + 1];
            shape[0] = some.size();
            System.arraycopy(each.sizes(), 0, shape, 1, each.rank());
            return Flow.of(part, Tensor.of(batch, shape));
        });
    }

    /** @param rows for each example T times D numbers, padding left out */
    static Activations hidden(FrozenRows rows, int width) {
        return new OfRows(rows, some -> {
            int longest = Math.max(
                    1, some.stream().mapToInt(row -> row.length / width).max().orElse(1));
            float[] batch = new float[some.size() * longest * width];
            float[] mask = new float[some.size() * longest];
            for (int i = 0; i < some.size(); i++) {
                float[] row = some.get(i);
                System.arraycopy(row, 0, batch, i * longest * width, row.length);
                Arrays.fill(mask, i * longest, i * longest + row.length / width, 1);
            }
            return Flow.of(Flow.HIDDEN, Tensor.of(batch, some.size(), longest, width))
                    .with(Flow.MASK, Tensor.of(mask, some.size(), longest));
        });
    }

    /** Rows, and how a batch is made of some. */
    record OfRows(FrozenRows rows, Function<List<float[]>, Flow> joined) implements Activations {
        @Override
        public Flow flow(int epoch, int[] examples) {
            return joined.apply(rows.take(epoch, examples));
        }

        @Override
        public void soon(int epoch, int[] examples) {
            rows.soon(epoch, examples);
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
