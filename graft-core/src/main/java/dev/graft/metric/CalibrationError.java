package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;

import dev.graft.base.Check;
import java.util.Arrays;
import java.util.Set;

/**
 * Expected calibration error: mean gap between confidence and accuracy, in [0, 1], lower is better. On few examples
 * it is above 0 even for a model that is perfectly calibrated. Source: Guo et al., "On Calibration of Modern Neural
 * Networks", ICML 2017.
 *
 * @param bins equally wide confidence bins, at least 1; the paper uses 15
 */
public record CalibrationError(int bins) implements Metric {

    public static final CalibrationError DEFAULTS = new CalibrationError(15);

    public CalibrationError {
        Check.atLeast("bins", bins, 1);
    }

    @Override
    public String name() {
        return "calibrationError";
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Set<Scored.Kind> kinds() {
        return Set.of(ONE_LABEL);
    }

    @Override
    public double of(Scored scored) {
        scored.mustFit(this);
        double[] gap = new double[bins]; // sum of (correct - confidence) in each bin
        for (int i = 0; i < scored.size(); i++) {
            double confidence = scored.confidence(i);
            gap[bin(confidence)] += (scored.isCorrect(i) ? 1 : 0) - confidence;
        }
        return Arrays.stream(gap).map(Math::abs).sum() / scored.size();
    }

    /**
     * Right-closed. Confidences are floats and so are the edges: 0.6f, a little above 0.6, lies in the bin that ends
     * there.
     */
    private int bin(double confidence) {
        int bin = Math.max((int) Math.ceil(confidence * bins) - 1, 0);
        return bin > 0 && (float) confidence <= (float) ((double) bin / bins) ? bin - 1 : bin;
    }
}
