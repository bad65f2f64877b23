package dev.graft.train;

import java.util.Arrays;

/** Rows of features at length 1. */
final class Unit {
    private static final double LEAST = 1e-12;

    private Unit() {}

    static float[][] rows(float[][] rows) {
        return Arrays.stream(rows).map(Unit::row).toArray(float[][]::new);
    }

    static float[] row(float[] row) {
        double length = Math.max(Math.sqrt(dot(row, row)), LEAST);
        float[] unit = new float[row.length];
        for (int j = 0; j < unit.length; j++) {
            unit[j] = (float) (row[j] / length);
        }
        return unit;
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[j];
        }
        return sum;
    }
}
