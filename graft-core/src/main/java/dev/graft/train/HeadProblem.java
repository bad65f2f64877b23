package dev.graft.train;

import dev.graft.base.BadArgument;
import dev.graft.data.Target;
import dev.graft.metric.Scored;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import dev.graft.model.SeveralLabels;
import dev.graft.model.Task;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A task as the convex problem that its linear head solves. Two classes are one yes or no, as in scikit-learn.
 *
 * @param answers scores per example
 */
public record HeadProblem(Task task, int answers, LinearFit.Link link) {
    public static HeadProblem of(Task task) {
        int classes = task.classes().size();
        return switch (task.kind()) {
            case ONE_LABEL -> classes == 2
                    ? new HeadProblem(task, 1, LinearFit.Link.SIGMOID)
                    : new HeadProblem(task, classes, LinearFit.Link.SOFTMAX);
            case SEVERAL_LABELS -> new HeadProblem(task, classes, LinearFit.Link.SIGMOID);
            case NUMBERS -> new HeadProblem(task, 1, LinearFit.Link.SIGMOID);
        };
    }

    /** The head's optimum on some features. */
    public LinearFit fit(float[][] rows, List<Target> targets, double strength, LinearFit start) {
        try (LinearFit.Data data = data(rows, targets, IntStream.range(0, rows.length).toArray())) {
            return solve(data, strength, start);
        }
    }

    private LinearFit solve(LinearFit.Data data, double strength, LinearFit start) {
        return task.kind() == Scored.Kind.NUMBERS
                ? LinearFit.ridge(data, strength)
                : LinearFit.logistic(data, strength, start);
    }

    /** Mean loss on {@code held} of fits on {@code kept}, one per strength; each fit begins where the last ended. */
    double[] losses(float[][] rows, List<Target> targets, int[] kept, int[] held, double[] strengths) {
        double[] losses = new double[strengths.length];
        try (LinearFit.Data data = data(rows, targets, kept)) {
            LinearFit fit = LinearFit.zero(answers, rows[0].length);
            for (int s = 0; s < strengths.length; s++) {
                fit = solve(data, strengths[s], fit);
                for (int i : held) {
                    losses[s] += loss(fit.scores(rows[i]), targets.get(i)) / held.length;
                }
            }
        }
        return losses;
    }

    LinearFit.Data data(float[][] rows, List<Target> targets, int[] chosen) {
        float[][] x = Arrays.stream(chosen).mapToObj(i -> rows[i]).toArray(float[][]::new);
        double[][] y = Arrays.stream(chosen).mapToObj(i -> wanted(targets.get(i))).toArray(double[][]::new);
        double[][] w = Arrays.stream(chosen).mapToObj(i -> weights(targets.get(i))).toArray(double[][]::new);
        return LinearFit.Data.of(x, y, w, link);
    }

    /** For each answer 1 or 0; for a number its standard value. */
    double[] wanted(Target target) {
        double[] wanted = new double[answers];
        if (task instanceof OneLabel one) {
            int index = one.index(target);
            if (answers == 1) {
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

    private double[] weights(Target target) {
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
    double loss(double[] scores, Target target) {
        double[] wanted = wanted(target);
        if (task.kind() == Scored.Kind.NUMBERS) {
            return (scores[0] - wanted[0]) * (scores[0] - wanted[0]);
        }
        double[] weights = weights(target);
        double loss = 0;
        if (link == LinearFit.Link.SIGMOID) {
            for (int c = 0; c < answers; c++) {
                double softplus = Math.max(scores[c], 0) + Math.log1p(Math.exp(-Math.abs(scores[c])));
                loss += weights[c] * (softplus - scores[c] * wanted[c]);
            }
            return loss;
        }
        double most = Arrays.stream(scores).max().orElse(0);
        double sum = Arrays.stream(scores).map(s -> Math.exp(s - most)).sum();
        for (int c = 0; c < answers; c++) {
            loss += weights[c] * wanted[c] * (most + Math.log(sum) - scores[c]);
        }
        return loss;
    }

    /** The fit with a row for each class: of two, one is half the yes and the other half the no. */
    LinearFit widened(LinearFit fit) {
        if (task.kind() != Scored.Kind.ONE_LABEL || answers > 1) {
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
