package dev.graft.train;

/**
 * A linear classifier or regressor on fixed features.
 *
 * @param weights (K, D), row after row
 * @param intercepts (K)
 */
public record LinearFit(double[] weights, double[] intercepts) {
    public static LinearFit zero(int answers, int width) {
        return new LinearFit(new double[answers * width], new double[answers]);
    }

    /** What this fit says of a row of D features, before any link: K scores. */
    public double[] scores(float[] row) {
        double[] scores = intercepts.clone();
        for (int c = 0; c < scores.length; c++) {
            for (int j = 0; j < row.length; j++) {
                scores[c] += weights[c * row.length + j] * row[j];
            }
        }
        return scores;
    }
}
