package dev.graft.train;

import dev.graft.base.BadArgument;
import dev.graft.data.Target;
import dev.graft.metric.Scored;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.model.SeveralLabels;
import dev.graft.model.Task;
import java.util.Arrays;
import java.util.List;

/**
 * A task as the convex problem that its linear head solves. Two classes are one yes or no, as in scikit-learn.
 *
 * @param answers K: scores per example
 */
public record HeadProblem(Task task, int answers, Link link) {
    public static HeadProblem of(Task task) {
        int classes = task.classes().size();
        return switch (task.kind()) {
            case ONE_LABEL ->
                classes == 2 ? new HeadProblem(task, 1, Link.SIGMOID) : new HeadProblem(task, classes, Link.SOFTMAX);
            case SEVERAL_LABELS -> new HeadProblem(task, classes, Link.SIGMOID);
            case NUMBERS -> new HeadProblem(task, 1, Link.IDENTITY);
        };
    }

    /** The head's optimum on some features. @param start where to begin, {@link #start} or a neighbour */
    public LinearFit fit(LinearData data, double strength, LinearFit start) {
        return link == Link.IDENTITY ? Ridge.fit(data, strength) : Logistic.fit(data, strength, start);
    }

    /** The same to a precision. @param tolerance as {@link Logistic} has it; what is solved in closed form is exact */
    LinearFit fit(LinearData data, double strength, LinearFit start, double tolerance) {
        return link == Link.IDENTITY ? Ridge.fit(data, strength) : Logistic.fit(data, strength, start, tolerance);
    }

    /** Weights of 0 for features of some width. */
    public LinearFit start(int width) {
        return LinearFit.zero(answers, width);
    }

    public LinearData data(LabelledRows examples) {
        return LinearData.of(
                examples.rows(),
                examples.targets().stream().map(this::wanted).toArray(double[][]::new),
                examples.targets().stream().map(this::weights).toArray(double[][]::new),
                link);
    }

    /** For each answer 1 or 0; for a number its standard value. */
    public double[] wanted(Target target) {
        double[] wanted = new double[answers];
        if (task instanceof OneLabel one) {
            int index = one.index(target);
            if (link == Link.SIGMOID) {
                wanted[0] = index;
            } else {
                wanted[index] = 1;
            }
        } else if (task instanceof SeveralLabels several) {
            boolean[] held = several.held(target);
            for (int c = 0; c < answers; c++) {
                wanted[c] = held[c] ? 1 : 0;
            }
        } else if (task instanceof NumberTask number) {
            wanted[0] = number.standard(target);
        } else {
            throw new BadArgument("this task has no head in closed form; choose a strategy that trains by steps");
        }
        return wanted;
    }

    /** How much each answer to an example counts: the weight of its class; of several labels, of those it has. */
    public double[] weights(Target target) {
        double[] weights = new double[answers];
        Arrays.fill(weights, 1);
        if (task instanceof OneLabel one && !one.weights().isEmpty()) {
            Arrays.fill(weights, one.weights().get(one.index(target)));
        } else if (task instanceof SeveralLabels several && !several.weights().isEmpty()) {
            boolean[] held = several.held(target);
            for (int c = 0; c < answers; c++) {
                weights[c] = held[c] ? several.weights().get(c) : 1;
            }
        }
        return weights;
    }

    /** Of one example, as what is minimised has it. */
    public double loss(double[] scores, Target target) {
        return link.loss(scores, wanted(target), weights(target));
    }

    /** What scores mean. */
    public Prediction answer(double[] scores) {
        double[] means = link.means(scores);
        if (task instanceof NumberTask number) {
            return new Prediction.Amount(number.mean() + number.deviation() * means[0]);
        }
        if (task instanceof SeveralLabels several) {
            return new Prediction.AnyOf(several.labels(), floats(means), several.threshold());
        }
        return new Prediction.OneOf(
                ((OneLabel) task).labels(), link == Link.SIGMOID ? floats(1 - means[0], means[0]) : floats(means));
    }

    /** What a fit says of some rows of features. */
    public List<Prediction> answers(LinearFit fit, float[][] rows) {
        return Arrays.stream(rows).map(row -> answer(fit.scores(row))).toList();
    }

    private static float[] floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** The fit with a row for each class: of two, one is half the yes and the other half the no. */
    LinearFit widened(LinearFit fit) {
        if (task.kind() != Scored.Kind.ONE_LABEL || link == Link.SOFTMAX) {
            return fit;
        }
        int d = fit.weights().length;
        double[] weights = new double[2 * d];
        for (int j = 0; j < d; j++) {
            weights[j] = -fit.weights()[j] / 2;
            weights[d + j] = fit.weights()[j] / 2;
        }
        double b = fit.intercepts()[0] / 2;
        return new LinearFit(weights, new double[] {-b, b});
    }
}
