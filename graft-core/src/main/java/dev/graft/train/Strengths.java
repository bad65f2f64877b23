package dev.graft.train;

import dev.graft.data.Folds;
import dev.graft.data.Target;
import dev.graft.engine.Parallel;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The choice of C inside a training part: least loss on examples that were not fitted, ties to the smaller.
 *
 * <p>Numbers are judged by leaving out each, in closed form. Labels are judged on five parts; from 2,000 examples on
 * one part of ten tells as much, in a tenth of the time.
 */
public final class Strengths {
    /** What is tried. */
    static final double[] TRIED = {0.1, 1, 10, 100, 1000};

    /** What labels get where there is too little to judge by. */
    private static final double FALLBACK = 1;

    private static final int PARTS = 5;
    private static final int ONE_PART_FROM = 2000;
    /** Losses need no exact optimum: a tenth of the usual precision ranks strengths alike. */
    private static final double TOLERANCE = 10 * Logistic.TOLERANCE;

    private Strengths() {}

    static double choose(HeadProblem problem, LabelledRows examples, long seed) {
        boolean single = examples.different() == examples.size(); // none has a twin that would stay in the fit
        if (problem.link() == Link.IDENTITY && single && examples.size() > 2) {
            try (LinearData data = problem.data(examples)) {
                return TRIED[best(Ridge.losses(data, TRIED))];
            }
        }
        return byParts(
                TRIED,
                examples.targets(),
                examples.twins(),
                seed,
                (kept, held) -> losses(problem, examples, kept, held)[0],
                Parallel::run);
    }

    /** Fits to some examples at every strength that is tried, judged on others. */
    public interface Judge {
        /** @return the mean loss on {@code held} for each strength */
        double[] losses(int[] kept, int[] held);
    }

    /** Runs each of so many pieces of work once: side by side or, where each uses all cores, one after the other. */
    public interface Loop {
        void run(int pieces, IntConsumer work);
    }

    /**
     * The strength that does best on parts which were not fitted.
     *
     * @param tried rising
     * @param twins examples with the same number stay together
     * @param loop over the parts that the judge is asked about
     */
    public static double byParts(double[] tried, List<Target> targets, int[] twins, long seed, Judge judge, Loop loop) {
        int different = (int) Arrays.stream(twins).distinct().count();
        boolean one = different >= ONE_PART_FROM;
        int count = one ? 2 * PARTS : Math.min(PARTS, different);
        if (count < 2) {
            return tried[tried.length / 2];
        }
        int[] partOf = Folds.parts(targets, twins, count, seed);
        IntFunction<double[]> part =
                p -> judge.losses(where(partOf, other -> other != p), where(partOf, other -> other == p));
        double[][] losses = new double[one ? 1 : count][];
        if (one) {
            losses[0] = part.apply(0);
        } else {
            loop.run(count, p -> losses[p] = part.apply(p));
        }
        return tried[best(losses)];
    }

    /**
     * A strength for each of five blocks of examples, chosen without any of them: a fit that leaves out one of them may
     * use it. A fit without two blocks judges for either on the other, so that ten series of fits do for all five
     * choices.
     *
     * @return (N) the strength for each example
     */
    static double[] withoutEach(HeadProblem problem, LabelledRows examples, long seed) {
        double[] strengths = new double[examples.size()];
        int count = Math.min(PARTS, examples.different());
        if (count < 3) {
            Arrays.fill(strengths, FALLBACK);
            return strengths;
        }
        int[] blockOf = Folds.parts(examples.targets(), examples.twins(), count, seed);
        double[][][] losses = new double[count][count][TRIED.length];
        Parallel.run(count * count, pair -> {
            int a = pair / count;
            int b = pair % count;
            if (a < b) {
                int[] kept = where(blockOf, block -> block != a && block != b);
                double[][] judged = losses(
                        problem,
                        examples,
                        kept,
                        where(blockOf, block -> block == a),
                        where(blockOf, block -> block == b));
                losses[b][a] = judged[0]; // for block b, judged on block a
                losses[a][b] = judged[1];
            }
        });
        double[] chosen =
                Arrays.stream(losses).mapToDouble(block -> TRIED[best(block)]).toArray();
        Arrays.setAll(strengths, i -> chosen[blockOf[i]]);
        return strengths;
    }

    /**
     * Mean loss on each of some sets, for every strength; each fit begins where the last ended. Where all have risen at two
     * strengths in a row the rest, which take longest to fit, count as infinite: the loss has but one valley.
     */
    private static double[][] losses(HeadProblem problem, LabelledRows examples, int[] kept, int[]... held) {
        double[][] losses = new double[held.length][TRIED.length];
        if (kept.length == 0) { // large groups of twins may fill all other parts
            return losses;
        }
        try (LinearData data = problem.data(examples.at(kept))) {
            LinearFit fit = problem.start(examples.width());
            for (int s = 0; s < TRIED.length; s++) {
                boolean past = s > 2 && Arrays.stream(losses).allMatch(risenTwice(s));
                fit = past ? fit : problem.fit(data, TRIED[s], fit, TOLERANCE);
                for (int h = 0; h < held.length; h++) {
                    losses[h][s] = past ? Double.POSITIVE_INFINITY : loss(problem, fit, examples.at(held[h]));
                }
            }
        }
        return losses;
    }

    private static Predicate<double[]> risenTwice(int before) {
        return losses -> losses[before - 1] > losses[before - 2] && losses[before - 2] > losses[before - 3];
    }

    private static double loss(HeadProblem problem, LinearFit fit, LabelledRows held) {
        double[] each = IntStream.range(0, held.size())
                .parallel()
                .mapToDouble(i ->
                        problem.loss(fit.scores(held.rows()[i]), held.targets().get(i)))
                .toArray();
        return each.length == 0
                ? 0
                : Arrays.stream(each).sum() / each.length; // in order, so that threads change nothing
    }

    static int[] where(int[] partOf, IntPredicate holds) {
        return IntStream.range(0, partOf.length)
                .filter(i -> holds.test(partOf[i]))
                .toArray();
    }

    /** Where the sum over all parts is least, the first of equals. @param losses (parts, strengths) */
    private static int best(double[]... losses) {
        double[] sum = new double[losses[0].length];
        for (double[] part : losses) {
            Arrays.setAll(sum, s -> sum[s] + part[s]);
        }
        int best = 0;
        for (int s = 1; s < sum.length; s++) {
            best = sum[s] < sum[best] ? s : best;
        }
        return best;
    }
}
