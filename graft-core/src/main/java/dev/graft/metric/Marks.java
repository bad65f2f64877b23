package dev.graft.metric;

import java.util.Arrays;

/** Which labels are true or chosen, row by row: few of many as a rule, so that counting them skips the rest. */
final class Marks {
    private Marks() {}

    /** (N, few): c * 4 + chosen * 2 + true, by rising c. */
    static int[][] of(float[][] probabilities, boolean[][] truth, float threshold) {
        int[][] marks = new int[truth.length][];
        for (int row = 0; row < marks.length; row++) {
            marks[row] = of(probabilities[row], truth[row], threshold);
        }
        return marks;
    }

    private static int[] of(float[] probabilities, boolean[] truth, float threshold) {
        int[] found = new int[truth.length];
        int count = 0;
        for (int c = 0; c < truth.length; c++) {
            int mark = (probabilities[c] >= threshold ? 2 : 0) + (truth[c] ? 1 : 0);
            if (mark > 0) {
                found[count++] = c * 4 + mark;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
