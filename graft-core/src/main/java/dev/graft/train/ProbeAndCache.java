package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.Parallel;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.OneLabel;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A linear probe, to whose scores a cache of the training features adds alpha times the sum of exp(-beta (1 - cosine))
 * over each class's examples. Source: Zhang et al., "Tip-Adapter", ECCV 2022, section 3.1, with the probe in the place
 * of CLIP's words.
 *
 * @param strength C of the probe, above 0, or 0 for the best of several
 * @param alpha weight of the cache, above 0, or 0 for the best of several, nought among them
 * @param beta how fast an example's say falls with its distance, above 0, or 0 for the best of several
 */
public record ProbeAndCache(double strength, double alpha, double beta) implements Solver {
    private static final double[] ALPHAS = {0, 0.1, 0.3, 1, 3, 10, 30, 100};
    private static final double[] BETAS = {1, 3, 5.5, 10, 30};

    public ProbeAndCache {
        Check.notNegative("strength", strength);
        Check.notNegative("alpha", alpha);
        Check.notNegative("beta", beta);
    }

    /** Weight and sharpness of a cache. */
    record Choice(double alpha, double beta) {}

    @Override
    public void solve(Fit fit, Phase phase, int index) throws IOException {
        Check.that(
                fit.task() instanceof OneLabel,
                "a cache of each class's features needs one label for each example; choose another strategy");
        LabelledRows all = LabelledRows.of(fit);
        HeadProblem problem = HeadProblem.of(fit.task());
        ConvexHead.Solved probe =
                new ConvexHead(strength).solve(problem, all, fit.settings().seed());
        Known known = known(all, (OneLabel) fit.task(), fit.labelled().size());
        Choice chosen =
                chosen(problem, all, known, probe.strength(), fit.settings().seed());
        fit.report("strength", probe.strength());
        fit.report("alpha", chosen.alpha);
        fit.report("beta", chosen.beta);
        write(known, chosen, fit);
        ConvexHead.write(problem.widened(probe.fit()), fit.head());
    }

    /** Examples as the cache has them: of several draws the mean. */
    record Known(float[][] keys, int[] classes, int count) {
        /** For each class the sum of what its examples have to say. @param of which examples */
        double[] votes(float[] unit, int[] of, double beta) {
            double[] votes = new double[count];
            for (int i : of) {
                votes[classes[i]] += Math.exp(-beta * (1 - Unit.dot(unit, keys[i])));
            }
            return votes;
        }
    }

    static Known known(LabelledRows all, OneLabel task, int examples) {
        float[][] keys = new float[examples][];
        for (int i = 0; i < examples; i++) {
            float[] sum = new float[all.width()];
            for (int draw = i; draw < all.size(); draw += examples) {
                float[] unit = Unit.row(all.rows()[draw]);
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += unit[j];
                }
            }
            keys[i] = Unit.row(sum);
        }
        int[] classes = all.targets().subList(0, examples).stream()
                .mapToInt(task::index)
                .toArray();
        return new Known(keys, classes, task.labels().size());
    }

    private Choice[] tried() {
        double[] alphas = alpha > 0 ? new double[] {alpha} : ALPHAS;
        double[] betas = beta > 0 ? new double[] {beta} : BETAS;
        return Arrays.stream(alphas)
                .boxed()
                .flatMap(a -> Arrays.stream(betas).mapToObj(b -> new Choice(a, b)))
                .toArray(Choice[]::new);
    }

    /** What does best, of equals the least weight, on parts that neither probe nor cache has. */
    Choice chosen(HeadProblem problem, LabelledRows all, Known known, double probe, long seed) {
        Choice[] tried = tried();
        int examples = known.classes.length;
        Strengths.Judge judge = (kept, held) -> {
            int[] rows = IntStream.range(0, all.size() / examples)
                    .flatMap(draw -> Arrays.stream(kept).map(i -> draw * examples + i))
                    .toArray();
            LinearFit fit;
            try (LinearData data = problem.data(all.at(rows))) {
                fit = problem.widened(problem.fit(data, probe, problem.start(all.width())));
            }
            return losses(problem, tried, fit, all, known, kept, held);
        };
        double[] places = IntStream.range(0, tried.length).asDoubleStream().toArray();
        LabelledRows once = all.at(IntStream.range(0, examples).toArray());
        return tried[(int) Strengths.byParts(places, once.targets(), once.twins(), seed, judge, Parallel::run)];
    }

    private static double[] losses(
            HeadProblem problem, Choice[] tried, LinearFit fit, LabelledRows all, Known known, int[] kept, int[] held) {
        double[] losses = new double[tried.length];
        for (int i : held) {
            double[] scores = fit.scores(all.rows()[i]);
            float[] unit = Unit.row(all.rows()[i]);
            double[] votes = {};
            double of = Double.NaN;
            double[] wanted = new double[known.count];
            double[] weights = new double[known.count];
            Arrays.fill(weights, problem.weights(all.targets().get(i))[0]); // of its class
            wanted[known.classes[i]] = 1;
            for (int t = 0; t < tried.length; t++) {
                votes = tried[t].beta == of ? votes : known.votes(unit, kept, tried[t].beta);
                of = tried[t].beta;
                double[] now = votes;
                double share = tried[t].alpha;
                double[] sum = new double[scores.length];
                Arrays.setAll(sum, c -> scores[c] + share * now[c]);
                losses[t] += Link.SOFTMAX.loss(sum, wanted, weights) / held.length;
            }
        }
        return losses;
    }

    private static void write(Known known, Choice chosen, Fit fit) {
        int n = known.keys.length;
        int width = known.keys[0].length;
        float[] keys = new float[n * width];
        float[] values = new float[n * known.count];
        for (int i = 0; i < n; i++) {
            System.arraycopy(known.keys[i], 0, keys, i * width, width);
            values[i * known.count + known.classes[i]] = (float) chosen.alpha;
        }
        try (Scope scope = Scope.open()) {
            fit.head().memory().set(Tensor.of(keys, n, width), Tensor.of(values, n, known.count), chosen.beta);
        }
    }
}
