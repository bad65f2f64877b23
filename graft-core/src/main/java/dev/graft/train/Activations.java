package dev.graft.train;

import dev.graft.data.PreparedSet;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;

/** What a phase's first trainable stage takes: raw inputs, or what the frozen stages below gave, computed once. */
interface Activations {
    /** The inputs of some examples as tensors of the innermost scope. */
    Flow flow(int[] examples);

    static Activations raw(PreparedSet data) {
        return examples -> data.batch(examples).inputs();
    }

    /** @param rows for each example D numbers */
    static Activations pooled(float[][] rows) {
        return examples -> {
            int width = rows[0].length;
            float[] batch = new float[examples.length * width];
            for (int i = 0; i < examples.length; i++) {
                System.arraycopy(rows[examples[i]], 0, batch, i * width, width);
            }
            return Flow.of(Flow.POOLED, Tensor.of(batch, examples.length, width));
        };
    }

    /** @param rows for each example T times D numbers, padding left out */
    static Activations hidden(float[][] rows, int width) {
        return examples -> {
            int longest = 1;
            for (int example : examples) {
                longest = Math.max(longest, rows[example].length / width);
            }
            float[] batch = new float[examples.length * longest * width];
            float[] mask = new float[examples.length * longest];
            for (int i = 0; i < examples.length; i++) {
                float[] row = rows[examples[i]];
                System.arraycopy(row, 0, batch, i * longest * width, row.length);
                java.util.Arrays.fill(mask, i * longest, i * longest + row.length / width, 1);
            }
            return Flow.of(Flow.HIDDEN, Tensor.of(batch, examples.length, longest, width))
                    .with(Flow.MASK, Tensor.of(mask, examples.length, longest));
        };
    }
}
