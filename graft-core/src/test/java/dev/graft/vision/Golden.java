package dev.graft.vision;

import dev.graft.engine.Tensor;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the reference gives on filled weights; scripts/golden-vision makes it.
 *
 * @param reference whose outputs they are
 * @param parameters of the network with its classifier
 * @param multiplyAdds of one picture of the first case
 */
record Golden(String architecture, String reference, long parameters, long multiplyAdds, List<Case> cases) {
    /**
     * @param size of the pictures, square
     * @param gain see {@link FillRule}; so is {@code variance}
     * @param classes of the classifier
     * @param pooling of tokens, or null where it is the architecture's own
     */
    record Case(
            int size,
            double gain,
            double variance,
            int pictures,
            int classes,
            int channels,
            String pooling,
            Rows features,
            Rows logits) {}

    /**
     * @param first values of each picture
     * @param norm of each picture's values
     * @param projections of each picture's values on random signs, so that each of them counts
     */
    record Rows(int width, List<List<Double>> first, List<Double> norm, List<List<Double>> projections) {
        /**
         * How far values are from these: of the first ones, over the root mean square of all; of the projections, over
         * the norm, as an error of each value by itself would give.
         *
         * @param kind {@code features} or {@code logits}
         */
        double distance(String kind, Tensor values) {
            double most = 0;
            for (int n = 0; n < norm.size(); n++) {
                float[] row = values.select(0, n).toFloats();
                double typical = norm.get(n) / Math.sqrt(width);
                for (int i = 0; i < first.get(n).size(); i++) {
                    most = worse(most, (row[i] - first.get(n).get(i)) / typical);
                }
                for (int p = 0; p < projections.get(n).size(); p++) {
                    double sum = 0;
                    for (int i = 0; i < row.length; i++) {
                        sum += row[i] * FillRule.sign(kind + "." + p, i);
                    }
                    most = worse(most, (sum - projections.get(n).get(p)) / norm.get(n));
                }
            }
            return most;
        }

        /** A value that is no number is the worst. */
        private static double worse(double most, double difference) {
            return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(most, Math.abs(difference));
        }
    }

    static Optional<Golden> of(String architecture) {
        InputStream in = Golden.class.getResourceAsStream("/golden/vision/" + architecture + ".json");
        return Optional.ofNullable(in).map(found -> JsonMapper.builder().build().readValue(found, Golden.class));
    }
}
