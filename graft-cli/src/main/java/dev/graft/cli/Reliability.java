package dev.graft.cli;

import dev.graft.metric.Scored;
import java.util.Locale;

/**
 * How often answers of like confidence are right.
 *
 * @param confidence mean of each band
 * @param accuracy share of right answers of each band
 * @param count answers of each band
 */
record Reliability(double[] confidence, double[] accuracy, int[] count) {
    private static final int BANDS = 10;

    static Reliability of(Scored scored) {
        double[] confidence = new double[BANDS];
        double[] right = new double[BANDS];
        int[] count = new int[BANDS];
        for (int i = 0; i < scored.size(); i++) {
            int band = Math.min(Math.max((int) Math.ceil(scored.confidence(i) * BANDS) - 1, 0), BANDS - 1);
            confidence[band] += scored.confidence(i);
            right[band] += scored.isCorrect(i) ? 1 : 0;
            count[band]++;
        }
        for (int band = 0; band < BANDS; band++) {
            confidence[band] /= Math.max(count[band], 1);
            right[band] /= Math.max(count[band], 1);
        }
        return new Reliability(confidence, right, count);
    }

    /** A dot for each band that has answers, larger for more of them, and the line of perfect calibration. */
    String svg() {
        Chart chart = new Chart("Reliability diagram", 0, 1);
        int most = java.util.Arrays.stream(count).max().orElse(1);
        for (int band = 0; band < BANDS; band++) {
            if (count[band] > 0) {
                chart.dot(
                        confidence[band],
                        accuracy[band],
                        3 + 9 * Math.sqrt((double) count[band] / most),
                        String.format(
                                Locale.ROOT,
                                "%d answers at %.2f, %.2f right",
                                count[band],
                                confidence[band],
                                accuracy[band]));
            }
        }
        return chart.svg("confidence", "share right");
    }
}
