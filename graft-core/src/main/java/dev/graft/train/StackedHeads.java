package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.data.Folds;
import dev.graft.data.PreparedSet;
import dev.graft.data.SparseRows;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.TermScores;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Two linear fits, to the features of texts and to their terms, added up into one head. How much each counts is fitted
 * to what both say of examples that they were not fitted to, so that neither can harm the other by what it has learned
 * by heart.
 *
 * @param strength C of the fit to features, above 0, or 0 for the best of several
 * @param termStrength C of the fit to terms, above 0, or 0 for the best of several
 */
public record StackedHeads(double strength, double termStrength) implements Solver {
    private static final int PARTS = 5;

    public StackedHeads {
        Check.notNegative("strength", strength);
        Check.notNegative("termStrength", termStrength);
    }

    @Override
    public void solve(Fit fit, Phase phase, int index) throws IOException {
        HeadProblem problem = HeadProblem.of(fit.task());
        LabelledRows examples = LabelledRows.of(fit);
        Fits features = new Fits.OfFeatures(problem, examples, strength);
        Fits terms = new Fits.OfTerms(problem, terms(fit), examples.targets(), termStrength);
        int parts = Math.min(PARTS, examples.different());
        Check.that(parts > 1, "stacking needs at least two different texts");
        int[] partOf = Folds.parts(
                examples.targets(), examples.twins(), parts, fit.settings().seed());
        OutOfFold ofFeatures = OutOfFold.of(problem, examples.targets(), partOf, features);
        OutOfFold ofTerms = OutOfFold.of(problem, examples.targets(), partOf, terms);
        Stack stack = Stack.of(problem, examples.targets(), ofFeatures.scores(), ofTerms.scores());
        fit.report("strength", ofFeatures.strength());
        fit.report("termStrength", ofTerms.strength());
        fit.report("featureWeight", stack.first());
        fit.report("termWeight", stack.second());
        write(
                problem,
                times(features.fit(ofFeatures.strength()), stack.first()),
                times(terms.fit(ofTerms.strength()), stack.second()),
                fit);
    }

    private static SparseRows terms(Fit fit) {
        PreparedSet data = fit.labelled();
        int width =
                fit.head().terms().map(layer -> (int) layer.weight().size(0)).orElse(0);
        return SparseRows.of(
                IntStream.range(0, data.size())
                        .mapToObj(i -> data.input(i).terms().orElseThrow())
                        .toList(),
                width);
    }

    private static LinearFit times(LinearFit fit, double factor) {
        return new LinearFit(
                Arrays.stream(fit.weights()).map(w -> factor * w).toArray(),
                Arrays.stream(fit.intercepts()).map(b -> factor * b).toArray());
    }

    private static void write(HeadProblem problem, LinearFit features, LinearFit terms, Fit fit) {
        LinearFit wide = problem.widened(terms);
        double[] intercepts = problem.widened(features).intercepts();
        Arrays.setAll(intercepts, c -> intercepts[c] + wide.intercepts()[c]);
        ConvexHead.write(new LinearFit(problem.widened(features).weights(), intercepts), fit.head());
        if (fit.head().terms().isPresent()) {
            try (Scope scope = Scope.open()) {
                TermScores layer = fit.head().terms().get();
                int answers = intercepts.length;
                layer.weight()
                        .copyInPlace(Tensor.of(wide.weights(), answers, wide.weights().length / answers)
                                .transpose(0, 1));
            }
        }
    }
}
