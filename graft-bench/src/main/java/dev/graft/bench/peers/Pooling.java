package dev.graft.bench.peers;

import java.nio.FloatBuffer;

/** How the hidden states of a text become one vector; always followed by division by its Euclidean norm. */
public enum Pooling {
    /** The mean over the text's own tokens; padding does not count. */
    MEAN,
    /** The state of the first token, {@code [CLS]}. */
    FIRST;

    /**
     * One normalized vector per text.
     *
     * @param hidden (texts, length, width), texts padded on the right
     * @param lengths tokens of each text without padding
     */
    float[][] of(FloatBuffer hidden, int[] lengths, int length, int width) {
        float[][] vectors = new float[lengths.length][width];
        float[] row = new float[width];
        for (int text = 0; text < lengths.length; text++) {
            int counted = this == FIRST ? 1 : lengths[text];
            for (int token = 0; token < counted; token++) {
                hidden.get((text * length + token) * width, row);
                for (int i = 0; i < width; i++) {
                    vectors[text][i] += row[i];
                }
            }
            normalize(vectors[text]);
        }
        return vectors;
    }

    private static void normalize(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
    }
}
