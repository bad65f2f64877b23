package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.util.Map;

/**
 * What a further term of the loss may look at.
 *
 * @param stream that the labelled examples of this step came from: {@code labelled} where there is but one
 * @param feeds the batch of each stream by its name: {@code labelled}, {@code unlabelled}, {@code source}
 * @param outputs what body and head gave for each of these streams
 * @param parameters that are being trained, by name
 * @param start these parameters as they were when the run began
 * @param taps what the stages gave, where a term asks for it
 * @param progress share of the phase's steps done, in [0, 1)
 */
public record Step(
        String stream,
        Map<String, Batch> feeds,
        Map<String, Flow> outputs,
        Map<String, Tensor> parameters,
        Map<String, Tensor> start,
        Taps taps,
        double progress) {
    /** With one labelled stream, and without taps. */
    public Step(
            Map<String, Batch> feeds,
            Map<String, Flow> outputs,
            Map<String, Tensor> parameters,
            Map<String, Tensor> start,
            double progress) {
        this(Fit.LABELLED, feeds, outputs, parameters, start, Taps.NONE, progress);
    }
}
