package dev.graft.metric;

import dev.graft.base.Check;
import java.util.Arrays;

/**
 * Interval of the mean over folds or repeated splits. Their training parts overlap, so the scores vary together and
 * the usual variance of a mean is far too small; it is enlarged from 1/J to 1/J + test/train. Source: Nadeau and
 * Bengio, "Inference for the Generalization Error", Machine Learning 2003; for repeated folds Bouckaert and Frank,
 * 2004.
 */
public final class CorrectedVariance {
    private CorrectedVariance() {}

    /**
     * Not cut to the metric's range. Equal scores in all folds, as 1 in each, show no variance to enlarge: UNKNOWN,
     * rather than a point; pool the answers of all folds and take {@link Metrics#interval} of them.
     *
     * @param foldScores (J), at least 2, one for each test part
     * @param trainSize examples trained on in each, above 0
     * @param testSize examples tested on in each, above 0
     * @param level how often such an interval holds the true mean, in (0, 1)
     */
    public static Interval interval(double[] foldScores, double trainSize, double testSize, double level) {
        int folds = Check.atLeast("folds", foldScores.length, 2);
        Check.positive("trainSize", trainSize);
        Check.positive("testSize", testSize);
        double t = Quantile.student(level, folds - 1);
        double mean = Arrays.stream(foldScores).average().orElseThrow();
        if (!Double.isFinite(mean) || Arrays.stream(foldScores).allMatch(score -> score == foldScores[0])) {
            return Interval.UNKNOWN;
        }
        double squares = Arrays.stream(foldScores)
                .map(score -> (score - mean) * (score - mean))
                .sum();
        double variance = squares / (folds - 1) * (1.0 / folds + testSize / trainSize);
        double half = t * Math.sqrt(variance);
        return new Interval(mean - half, mean + half);
    }
}
