package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.Parallel;
import dev.graft.model.OneLabel;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The mean of each class's features; what is asked about belongs to the nearest. Both distances are linear in the
 * features: that of Euclid as 2 c f - |c|², but for a number that all classes have in common, and the cosine as c f / |c|
 * of features of length 1. Source: Snell et al., "Prototypical Networks for Few-shot Learning", NeurIPS 2017, section
 * 2.4.
 *
 * @param cosine whether the cosine is the nearness, else the squared distance of Euclid with a minus
 * @param scale of the nearness, above 0; 0 for the best of several, chosen inside the training part: it bears on
 *     probabilities and not on which class is nearest
 */
public record ClassMeans(boolean cosine, double scale) implements Solver {
    static final double[] TRIED = {1, 3, 10, 30, 100};

    public ClassMeans {
        Check.notNegative("scale", scale);
    }

    @Override
    public void solve(Fit fit, Phase phase, int index) throws IOException {
        Check.that(
                fit.task() instanceof OneLabel,
                "a mean of each class needs one label for each example; choose another strategy");
        OneLabel task = (OneLabel) fit.task();
        LabelledRows examples = LabelledRows.of(fit);
        int[] classes = examples.targets().stream().mapToInt(task::index).toArray();
        double chosen = scale > 0
                ? scale
                : chosen(examples, classes, task.labels().size(), fit.settings().seed());
        fit.report("scale", chosen);
        ConvexHead.write(means(examples.rows(), classes, task.labels().size(), chosen), fit.head());
    }

    /** The head of some examples. A class without any is never the nearest. */
    LinearFit means(float[][] features, int[] classes, int count, double factor) {
        float[][] rows = cosine ? Unit.rows(features) : features;
        int width = rows[0].length;
        double[][] means = new double[count][width];
        int[] sizes = new int[count];
        for (int i = 0; i < rows.length; i++) {
            sizes[classes[i]]++;
            for (int j = 0; j < width; j++) {
                means[classes[i]][j] += rows[i][j];
            }
        }
        double[] weights = new double[count * width];
        double[] intercepts = new double[count];
        for (int c = 0; c < count; c++) {
            int size = sizes[c];
            double[] mean =
                    Arrays.stream(means[c]).map(sum -> sum / Math.max(size, 1)).toArray();
            double square = Arrays.stream(mean).map(m -> m * m).sum();
            double times = factor * (cosine ? 1 / Math.max(Math.sqrt(square), 1e-12) : 2);
            for (int j = 0; j < width; j++) {
                weights[c * width + j] = times * mean[j];
            }
            intercepts[c] = size == 0 ? Double.NEGATIVE_INFINITY : cosine ? 0 : -factor * square;
        }
        return new LinearFit(weights, intercepts);
    }

    private double chosen(LabelledRows examples, int[] classes, int count, long seed) {
        Strengths.Judge judge = (kept, held) -> {
            LabelledRows known = examples.at(kept);
            LinearFit fit =
                    means(known.rows(), Arrays.stream(kept).map(i -> classes[i]).toArray(), count, 1);
            return losses(fit, examples, classes, held);
        };
        return Strengths.byParts(TRIED, examples.targets(), examples.twins(), seed, judge, Parallel::run);
    }

    /** At each scale, of the examples whose class is known. */
    private double[] losses(LinearFit fit, LabelledRows examples, int[] classes, int[] held) {
        double[] losses = new double[TRIED.length];
        for (int i : held) {
            float[] row = examples.rows()[i];
            double[] scores = fit.scores(cosine ? Unit.row(row) : row);
            if (Double.isFinite(scores[classes[i]])) {
                for (int s = 0; s < TRIED.length; s++) {
                    losses[s] += loss(scores, TRIED[s], classes[i]) / held.length;
                }
            }
        }
        return losses;
    }

    private static double loss(double[] scores, double times, int truth) {
        double most = Arrays.stream(scores).max().orElse(0);
        double sum = IntStream.range(0, scores.length)
                .mapToDouble(c -> Math.exp(times * (scores[c] - most)))
                .sum();
        return Math.log(sum) - times * (scores[truth] - most);
    }
}
