package dev.graft.model;

import dev.graft.base.Check;
import dev.graft.data.Labels;
import dev.graft.data.Target;
import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;
import dev.graft.metric.Scored;
import dev.graft.nn.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Exactly one class per input.
 *
 * @param labels the classes
 * @param weights factor of each class in the loss, empty for equal ones
 * @param smoothing share of each target that is spread over all classes while training by steps, in [0, 1)
 */
public record OneLabel(Labels labels, List<Double> weights, double smoothing) implements Task {
    public OneLabel {
        weights = List.copyOf(weights);
        Check.that(
                weights.isEmpty() || weights.size() == labels.size(),
                "weights must be one per class, " + labels.size() + ", were " + weights.size());
        Check.share("smoothing", smoothing);
    }

    public OneLabel(Labels labels) {
        this(labels, List.of(), 0);
    }

    @Override
    public Head head(int width, HeadShape shape) {
        return new Head(width, shape, labels.size());
    }

    @Override
    public Tensor loss(Flow output, List<Target> targets) {
        Optional<Tensor> factors =
                weights.isEmpty() ? Optional.empty() : Optional.of(Tensor.of(floats(weights), weights.size()));
        Tensor wanted = Tensor.of(targets.stream().mapToLong(this::index).toArray(), targets.size());
        Tensor loss = Functional.crossEntropy(output.get(Flow.LOGITS), wanted, factors, smoothing);
        return weights.isEmpty() ? loss : loss.mul(meanWeight(targets));
    }

    /** Turns a weighted mean into a sum over the number of examples, which adds up whatever the pieces of a batch. */
    private double meanWeight(List<Target> targets) {
        return targets.stream()
                .mapToDouble(target -> weights.get(index(target)))
                .average()
                .orElse(1);
    }

    /** Class of a target, in [0, classes). */
    public int index(Target target) {
        return labels.index(((Target.Label) target).name());
    }

    @Override
    public List<Prediction> decode(Flow output) {
        List<Prediction> answers = new ArrayList<>();
        for (float[] row : Rows.of(output.get(Flow.LOGITS).softmax(-1))) {
            answers.add(new Prediction.OneOf(labels, row));
        }
        return answers;
    }

    @Override
    public Scored score(List<Prediction> predictions, List<Target> targets) {
        return Scored.oneLabel(
                predictions.stream()
                        .map(p -> ((Prediction.OneOf) p).probabilities())
                        .toArray(float[][]::new),
                targets.stream().mapToInt(this::index).toArray());
    }

    @Override
    public Scored.Kind kind() {
        return Scored.Kind.ONE_LABEL;
    }

    @Override
    public List<String> classes() {
        return labels.names();
    }

    static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }
}
