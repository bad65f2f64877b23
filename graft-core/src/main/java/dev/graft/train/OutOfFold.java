package dev.graft.train;

import dev.graft.data.Target;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What fits say of examples that they were not fitted to, at the strength that does best so.
 *
 * @param scores (N) of K
 */
record OutOfFold(double strength, double[][] scores) {
    /** @param partOf in which part each example is held out, from 0 on */
    static OutOfFold of(HeadProblem problem, List<Target> targets, int[] partOf, Fits fits) {
        double[] tried = fits.tried();
        double[][][] scores =
                new double[tried.length][partOf.length][problem.answers()]; // 0 where nothing was held out
        int parts = IntStream.of(partOf).max().orElse(-1) + 1;
        fits.loop().run(parts, p -> {
            int[] held = Strengths.where(partOf, part -> part == p);
            if (held.length == 0 || held.length == partOf.length) {
                return; // large groups of twins may fill all other parts
            }
            double[][][] given = fits.scores(Strengths.where(partOf, part -> part != p), held);
            for (int s = 0; s < tried.length; s++) {
                for (int h = 0; h < held.length; h++) {
                    scores[s][held[h]] = given[s][h];
                }
            }
        });
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int s = 0; s < tried.length; s++) {
            double loss = loss(problem, targets, scores[s]);
            best = loss < least ? s : best;
            least = Math.min(loss, least);
        }
        return new OutOfFold(tried[best], scores[best]);
    }

    private static double loss(HeadProblem problem, List<Target> targets, double[][] scores) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += problem.loss(scores[i], targets.get(i));
        }
        return sum;
    }
}
