package dev.graft.evaluate;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.SparseRows;
import dev.graft.data.Target;
import dev.graft.data.TermWeights;
import dev.graft.data.Text;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import dev.graft.train.HeadProblem;
import dev.graft.train.SparseFit;
import dev.graft.train.Strengths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Weighted counts of words and of pairs of words under logistic regression, for numbers under ridge regression: the
 * classical baseline for texts. Where words have no blanks between them, runs of up to three characters are counted;
 * {@code found} says which as {@code terms}.
 *
 * @param sublinear whether a term that occurs n times counts 1 + ln n times instead of n
 * @param minimumTexts terms that occur in fewer training texts are left out, at least 1
 * @param strength C, above 0, or 0 for the best of several, chosen inside the training part
 */
public record TfIdf(boolean sublinear, int minimumTexts, double strength) implements Baseline {
    public static final TfIdf DEFAULTS = new TfIdf(true, 2, 0);

    private static final double[] TRIED = SparseFit.tried();
    private static final double TOLERANCE = 1e-5;

    public TfIdf {
        Check.atLeast("minimumTexts", minimumTexts, 1);
        Check.notNegative("strength", strength);
    }

    @Override
    public String name() {
        return "tfidf";
    }

    @Override
    public String title() {
        return "TF-IDF of words and pairs of words, with a linear model";
    }

    @Override
    public boolean takes(Dataset<?> data) throws IOException {
        return data.size() > 0 && data.get(0).input() instanceof Text;
    }

    @Override
    public Answers answers(Dataset<?> train, Dataset<?> test, Task task, long seed) throws IOException {
        List<Text> texts = texts(train);
        Check.that(!texts.isEmpty(), train.name() + " must have examples to learn from, has none");
        TermWeights weights = TermWeights.of(texts, sublinear, minimumTexts);
        SparseRows rows = weights.rows(texts);
        List<Target> targets = targets(train);
        SparseFit zero = SparseFit.zero(HeadProblem.of(task), rows.width());
        double chosen = strength > 0 ? strength : chosen(zero, rows, targets, twins(texts), seed);
        SparseFit fit = zero.fitted(rows, targets, chosen, TOLERANCE);
        List<Prediction> predictions = texts(test).parallelStream()
                .map(text -> zero.problem().answer(fit.scores(weights.row(text))))
                .toList();
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("strength", chosen);
        found.put("terms", weights.terms().name().toLowerCase(Locale.ROOT));
        found.put("features", rows.width());
        return new Answers(predictions, found);
    }

    private static double chosen(SparseFit zero, SparseRows rows, List<Target> targets, int[] twins, long seed) {
        Strengths.Loop inTurn = (count, work) -> IntStream.range(0, count).forEach(work); // a fit uses all cores
        Strengths.Judge judge = (kept, held) -> {
            SparseRows fitted = rows.at(kept);
            List<Target> wanted = Arrays.stream(kept).mapToObj(targets::get).toList();
            double[] losses = new double[TRIED.length];
            SparseFit fit = zero;
            for (int s = 0; s < TRIED.length; s++) {
                fit = fit.fitted(fitted, wanted, TRIED[s], 10 * TOLERANCE);
                for (int i : held) {
                    losses[s] += zero.problem().loss(fit.scores(rows.rows().get(i)), targets.get(i)) / held.length;
                }
            }
            return losses;
        };
        return Strengths.byParts(TRIED, targets, twins, seed, judge, inTurn);
    }

    /** Equal texts have the number of the first. */
    private static int[] twins(List<Text> texts) {
        Map<Text, Integer> first = new LinkedHashMap<>();
        int[] twins = new int[texts.size()];
        for (int i = 0; i < twins.length; i++) {
            twins[i] = first.merge(texts.get(i), i, (known, again) -> known);
        }
        return twins;
    }

    private static List<Text> texts(Dataset<?> data) throws IOException {
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            if (!(data.get(i).input() instanceof Text text)) {
                throw new BadArgument(data.name() + " holds "
                        + data.get(i).input().getClass().getSimpleName() + " but TF-IDF takes Text; leave it out here");
            }
            texts.add(text);
        }
        return texts;
    }

    private static List<Target> targets(Dataset<?> data) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            targets.add(data.target(i));
        }
        return targets;
    }
}
