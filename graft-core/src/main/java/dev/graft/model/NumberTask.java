package dev.graft.model;

import dev.graft.base.Check;
import dev.graft.data.Target;
import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;
import dev.graft.metric.Scored;
import dev.graft.nn.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * A number per input. The head works on standardised numbers, so that learning rates fit any unit.
 *
 * @param mean of the training targets
 * @param deviation of the training targets, above 0
 */
public record NumberTask(double mean, double deviation) implements Task {
    public NumberTask {
        Check.positive("deviation", deviation);
    }

    @Override
    public Head head(int width, HeadShape shape) {
        return new Head(width, shape, 1);
    }

    @Override
    public Tensor loss(Flow output, List<Target> targets) {
        float[] wanted = new float[targets.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = (float) standard(targets.get(i));
        }
        return Functional.meanSquaredError(output.get(Flow.LOGITS), Tensor.of(wanted, wanted.length, 1));
    }

    /** A target less the mean, over the deviation. */
    public double standard(Target target) {
        return (((Target.Value) target).number() - mean) / deviation;
    }

    @Override
    public List<Prediction> decode(Flow output) {
        List<Prediction> answers = new ArrayList<>();
        for (float value : output.get(Flow.LOGITS).toFloats()) {
            answers.add(new Prediction.Amount(mean + deviation * value));
        }
        return answers;
    }

    @Override
    public Scored score(List<Prediction> predictions, List<Target> targets) {
        return Scored.numbers(
                predictions.stream()
                        .mapToDouble(p -> ((Prediction.Amount) p).value())
                        .toArray(),
                targets.stream().mapToDouble(t -> ((Target.Value) t).number()).toArray());
    }

    @Override
    public Scored.Kind kind() {
        return Scored.Kind.NUMBERS;
    }
}
