package dev.graft.nn;

import dev.graft.engine.Tensor;

/**
 * Answers by likeness to examples that are known: each counts as exp(-sharpness (1 - cosine)). Parameters: {@code keys}
 * (N, D), each of length 1; {@code values} (N, answers); {@code sharpness} (1). Source: Zhang et al., "Tip-Adapter:
 * Training-Free Adaption of CLIP for Few-Shot Classification", ECCV 2022, section 3.1.
 */
public final class KeyMemory extends Layer {
    private final Tensor keys;
    private final Tensor values;
    private final Tensor sharpness;

    /** All zero until weights are loaded or solved for. */
    public KeyMemory(int examples, int width, int answers) {
        keys = parameter("keys", () -> Tensor.zeros(examples, width));
        values = parameter("values", () -> Tensor.zeros(examples, answers));
        sharpness = parameter("sharpness", () -> Tensor.zeros(1));
    }

    /**
     * @param unit (M, D), each of length 1
     * @return (M, answers)
     */
    public Tensor forward(Tensor unit) {
        Tensor cosine = unit.matmul(keys.transpose(0, 1)); // (M, N)
        return cosine.add(-1).mul(sharpness).exp().matmul(values);
    }

    /**
     * Takes over what was solved for, of as many examples as the memory has room for or fewer.
     *
     * @param keys (N, D)
     * @param values (N, answers)
     */
    public void set(Tensor keys, Tensor values, double sharpness) {
        fill(this.keys, keys);
        fill(this.values, values);
        this.sharpness.copyInPlace(Tensor.of(new float[] {(float) sharpness}, 1));
    }

    private static void fill(Tensor into, Tensor rows) {
        into.clearInPlace();
        into.narrow(0, 0, rows.size(0)).copyInPlace(rows);
    }
}
