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
 * Any number of labels per input, each judged apart.
 *
 * @param labels all that may be given
 * @param weights factor of each label's positive examples in the loss, empty for equal ones
 * @param threshold probability from which on a label is given, in (0, 1]
 */
public record SeveralLabels(Labels labels, List<Double> weights, double threshold) implements Task {
    public SeveralLabels {
        weights = List.copyOf(weights);
        Check.that(
                weights.isEmpty() || weights.size() == labels.size(),
                "weights must be one per label, " + labels.size() + ", were " + weights.size());
        Check.fraction("threshold", threshold);
    }

    public SeveralLabels(Labels labels) {
        this(labels, List.of(), 0.5);
    }

    @Override
    public Head head(int width, HeadShape shape) {
        return new Head(width, shape, labels.size());
    }

    @Override
    public Tensor loss(Flow output, List<Target> targets) {
        Optional<Tensor> factors =
                weights.isEmpty() ? Optional.empty() : Optional.of(Tensor.of(OneLabel.floats(weights), weights.size()));
        float[] wanted = new float[targets.size() * labels.size()];
        for (int i = 0; i < targets.size(); i++) {
            for (String name : targets.get(i).classes()) {
                wanted[i * labels.size() + labels.index(name)] = 1;
            }
        }
        return Functional.binaryCrossEntropy(
                output.get(Flow.LOGITS), Tensor.of(wanted, targets.size(), labels.size()), factors);
    }

    /** Which labels a target holds. */
    public boolean[] held(Target target) {
        boolean[] held = new boolean[labels.size()];
        target.classes().forEach(name -> held[labels.index(name)] = true);
        return held;
    }

    @Override
    public List<Prediction> decode(Flow output) {
        List<Prediction> answers = new ArrayList<>();
        for (float[] row : Rows.of(output.get(Flow.LOGITS).sigmoid())) {
            answers.add(new Prediction.AnyOf(labels, row, threshold));
        }
        return answers;
    }

    @Override
    public Scored score(List<Prediction> predictions, List<Target> targets) {
        return Scored.severalLabels(
                predictions.stream()
                        .map(p -> ((Prediction.AnyOf) p).probabilities())
                        .toArray(float[][]::new),
                targets.stream().map(this::held).toArray(boolean[][]::new),
                threshold);
    }

    @Override
    public Scored.Kind kind() {
        return Scored.Kind.SEVERAL_LABELS;
    }

    @Override
    public List<String> classes() {
        return labels.names();
    }
}
