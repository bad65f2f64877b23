package dev.graft.model;

import dev.graft.engine.Tensor;
import java.util.Arrays;

/** A tensor (N, K) as N plain arrays. */
final class Rows {
    private Rows() {}

    static float[][] of(Tensor tensor) {
        float[] all = tensor.toFloats();
        int rows = (int) tensor.size(0);
        int width = rows == 0 ? 0 : all.length / rows;
        float[][] result = new float[rows][];
        for (int i = 0; i < rows; i++) {
            result[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
        return result;
    }
}
