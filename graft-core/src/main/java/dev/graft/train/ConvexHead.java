package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import dev.graft.model.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fits a linear head to its optimum on frozen features: logistic regression for labels, ridge regression for numbers.
 * Of several outputs each head is fitted to its own stream.
 *
 * @param strength C, above 0, or 0 for the best of several, chosen inside the training part
 */
public record ConvexHead(double strength) implements Solver {
    public ConvexHead {
        Check.notNegative("strength", strength);
    }

    /** A head, and the strength it was fitted at. */
    public record Solved(LinearFit fit, double strength) {}

    @Override
    public void solve(Fit fit, Phase phase, int index) throws IOException {
        Map<String, Double> strengths = new LinkedHashMap<>();
        for (Map.Entry<String, Output> one : fit.outputs().entrySet()) {
            HeadProblem problem = HeadProblem.of(one.getValue().task());
            LabelledRows examples = LabelledRows.of(fit, one.getKey());
            Solved solved = solve(problem, examples, fit.settings().seed());
            strengths.put(one.getKey(), solved.strength());
            write(problem.widened(solved.fit()), one.getValue().head());
        }
        boolean one = strengths.size() == 1;
        fit.report("strength", one ? strengths.values().iterator().next() : strengths);
    }

    /** The head for features that are there already. @param seed of the parts that the strength is chosen on */
    public Solved solve(HeadProblem problem, LabelledRows examples, long seed) {
        double chosen = strength > 0 ? strength : Strengths.choose(problem, examples, seed);
        try (LinearData data = problem.data(examples)) {
            return new Solved(problem.fit(data, chosen, problem.start(examples.width())), chosen);
        }
    }

    /** @param fit with a row for each answer of the head */
    static void write(LinearFit fit, Head head) {
        Check.that(
                head.shape().hidden().isEmpty(),
                "a head with hidden layers has no closed form: it is trained by steps");
        try (Scope scope = Scope.open()) {
            Tensor weight = head.output().weight();
            weight.copyInPlace(Tensor.of(fit.weights(), weight.shape().sizes()));
            head.output().bias().copyInPlace(Tensor.of(fit.intercepts(), fit.intercepts().length));
            head.train(false); // what was packed before is stale
        }
    }
}
