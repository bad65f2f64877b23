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
    private static final int SIDE = 300;
    private static final int MARGIN = 36;

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
        int all = SIDE + 2 * MARGIN;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Reliability diagram\">", all, all));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%1$d\" y=\"%1$d\" width=\"%2$d\" height=\"%2$d\" class=\"frame\"/>"
                        + "<line x1=\"%1$d\" y1=\"%3$d\" x2=\"%3$d\" y2=\"%1$d\" class=\"ideal\"/>",
                MARGIN,
                SIDE,
                MARGIN + SIDE));
        int most = java.util.Arrays.stream(count).max().orElse(1);
        for (int band = 0; band < BANDS; band++) {
            if (count[band] > 0) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%d answers at %.2f, %.2f right</title></circle>",
                        MARGIN + SIDE * confidence[band],
                        MARGIN + SIDE * (1 - accuracy[band]),
                        3 + 9 * Math.sqrt((double) count[band] / most),
                        count[band],
                        confidence[band],
                        accuracy[band]));
            }
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">confidence, 0 to 1</text>"
                        + "<text x=\"14\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 14 %d)\">share right, 0 to 1</text>",
                all / 2,
                all - 10,
                all / 2,
                all / 2));
        return svg.append("</svg>").toString();
    }
}
