package dev.graft.train;

import dev.graft.backbone.Features;
import dev.graft.base.Check;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits a linear head to its optimum on frozen features: logistic regression for labels, ridge regression for numbers.
 *
 * @param strength C, above 0, or 0 for the best of several, chosen inside the training part
 */
public record ConvexHead(double strength) implements Solver {
    private static final double[] STRENGTHS = {0.1, 1, 10, 100, 1000};
    private static final int FOLDS = 5;
    private static final int ONE_FOLD_FROM = 2000;

    public ConvexHead {
        Check.notNegative("strength", strength);
    }

    @Override
    public void solve(Fit fit, Phase phase, int index) throws IOException {
        PreparedSet data = fit.labelled();
        Features features = fit.features(data, fit.body().stages().count());
        HeadProblem problem = HeadProblem.of(fit.task());
        double c = strength > 0 ? strength : choose(problem, features.rows(), data, fit);
        fit.report("strength", c);
        LinearFit solved = problem.fit(features.rows(), data.targets(), c, LinearFit.zero(problem.answers(), fit.body().width()));
        write(problem.widened(solved), fit.head());
    }

    /** The strength of least loss on examples that were not fitted; ties go to the smaller. */
    private static double choose(HeadProblem problem, float[][] rows, PreparedSet data, Fit fit) {
        int[][] folds = folds(rows.length, fit.settings().seed());
        int used = rows.length >= ONE_FOLD_FROM ? 1 : folds.length;
        double best = Double.POSITIVE_INFINITY;
        double chosen = STRENGTHS[0];
        double[] losses = new double[STRENGTHS.length];
        for (int f = 0; f < used; f++) {
            List<Integer> rest = new ArrayList<>();
            boolean[] held = new boolean[rows.length];
            Arrays.stream(folds[f]).forEach(i -> held[i] = true);
            for (int i = 0; i < rows.length; i++) {
                if (!held[i]) {
                    rest.add(i);
                }
            }
            int[] kept = rest.stream().mapToInt(Integer::intValue).toArray();
            double[] foldLosses = problem.losses(rows, data.targets(), kept, folds[f], STRENGTHS);
            for (int s = 0; s < losses.length; s++) {
                losses[s] += foldLosses[s];
            }
        }
        for (int s = 0; s < losses.length; s++) {
            if (losses[s] < best) {
                best = losses[s];
                chosen = STRENGTHS[s];
            }
        }
        return chosen;
    }

    private static int[][] folds(int examples, long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            order.add(i);
        }
        java.util.Collections.shuffle(order, new java.util.Random(seed));
        int count = examples >= ONE_FOLD_FROM ? 10 : Math.min(FOLDS, examples);
        int[][] folds = new int[count][];
        for (int f = 0; f < count; f++) {
            int from = f * examples / count;
            int to = (f + 1) * examples / count;
            folds[f] = order.subList(from, to).stream().mapToInt(Integer::intValue).toArray();
        }
        return folds;
    }

    private static void write(LinearFit fit, Head head) {
        Check.that(head.shape().hidden().isEmpty(), "a head with hidden layers has no closed form: it is trained by steps");
        try (Scope scope = Scope.open()) {
            Tensor weight = head.output().weight();
            weight.copyInPlace(Tensor.of(fit.weights(), weight.shape().sizes()));
            head.output().bias().copyInPlace(Tensor.of(fit.intercepts(), fit.intercepts().length));
            head.train(false); // what was packed before is stale
        }
    }
}
