package dev.graft.metric;

/** Pearson's formula, shared by values and ranks. */
final class Correlation {
    private Correlation() {}

    /** In [-1, 1]; 0 where what was said does not vary, NaN where the truth does not. */
    static double of(double[] said, double[] truth) {
        if (!varies(truth)) {
            return Double.NaN;
        }
        if (!varies(said)) {
            return 0;
        }
        double saidMean = mean(said);
        double truthMean = mean(truth);
        double together = 0;
        double saidSquares = 0;
        double truthSquares = 0;
        for (int i = 0; i < said.length; i++) {
            double x = said[i] - saidMean;
            double y = truth[i] - truthMean;
            together += x * y;
            saidSquares += x * x;
            truthSquares += y * y;
        }
        double correlation = together / (Math.sqrt(saidSquares) * Math.sqrt(truthSquares));
        return Math.max(-1, Math.min(1, correlation)); // rounding may step over
    }

    private static boolean varies(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return true;
            }
        }
        return false;
    }

    private static double mean(double[] values) {
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            mean += (values[i] - mean) / (i + 1);
        }
        return mean;
    }
}
