package dev.graft.train;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The lowest points of B convex functions at once, by L-BFGS for each. A step is shortened where the slope at its end
 * rises too steeply; on a convex function that is enough, so that values are never computed. Source: Nocedal and Wright,
 * "Numerical Optimization", 2nd ed., algorithm 7.4.
 */
final class BatchedLbfgs {
    private static final int MEMORY = 8;
    private static final int SHORTENED = 20;
    /** A step that overshoots the lowest point along its line may end at this share of the slope it began with. */
    private static final double OVERSHOOT = 0.5;

    private final double tolerance;
    private final int iterations;

    /** @param tolerance a function is done when none of its slopes is steeper */
    BatchedLbfgs(double tolerance, int iterations) {
        this.tolerance = tolerance;
        this.iterations = iterations;
    }

    /** Of each function its step, the change of slope over it, and one over their product; 0 where it did not move. */
    private record Pair(Tensor step, Tensor change, double[] scale) {
        void close() {
            step.close();
            change.close();
        }
    }

    /**
     * @param slope of all functions at (K, P, B)
     * @param unbend slopes times the inverse of an approximate curvature
     * @param start (K, P, B)
     */
    Tensor minimum(UnaryOperator<Tensor> slope, UnaryOperator<Tensor> unbend, Tensor start) {
        List<Pair> pairs = new ArrayList<>();
        Tensor at = start.add(0);
        Tensor slopes = slope.apply(at);
        try {
            for (int i = 0; i < iterations; i++) {
                try (Scope scope = Scope.open()) {
                    boolean[] moves = moves(slopes);
                    if (none(moves)) {
                        break;
                    }
                    Tensor direction = direction(slopes, unbend, pairs);
                    double[] lengths = new double[moves.length];
                    double[] falls = dot(direction, slopes);
                    for (int b = 0; b < lengths.length; b++) {
                        lengths[b] = moves[b] && falls[b] < 0 ? 1 : 0;
                    }
                    Tensor next = slope.apply(along(at, direction, lengths));
                    for (int s = 0; s < SHORTENED && shorten(lengths, falls, dot(direction, next)); s++) {
                        next = slope.apply(along(at, direction, lengths));
                    }
                    if (!remember(pairs, scope, direction.mul(row(lengths)), next.sub(slopes))) {
                        break;
                    }
                    at.copyInPlace(along(at, direction, lengths));
                    slopes.copyInPlace(next);
                }
            }
        } finally {
            pairs.forEach(Pair::close);
        }
        return at;
    }

    private boolean[] moves(Tensor slopes) {
        double[] high = flat(slopes).max(0, false).toDoubles();
        double[] low = flat(slopes).mul(-1).max(0, false).toDoubles();
        boolean[] moves = new boolean[high.length];
        for (int b = 0; b < moves.length; b++) {
            moves[b] = Math.max(high[b], low[b]) > tolerance;
        }
        return moves;
    }

    private static boolean none(boolean[] moves) {
        for (boolean moving : moves) {
            if (moving) {
                return false;
            }
        }
        return true;
    }

    /** The two-loop recursion. */
    private static Tensor direction(Tensor slopes, UnaryOperator<Tensor> unbend, List<Pair> pairs) {
        Tensor q = slopes;
        double[][] alphas = new double[pairs.size()][];
        for (int i = pairs.size() - 1; i >= 0; i--) {
            Pair pair = pairs.get(i);
            alphas[i] = times(pair.scale, dot(pair.step, q));
            q = q.sub(pair.change.mul(row(alphas[i])));
        }
        Tensor r = unbend.apply(q);
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            double[] beta = times(pair.scale, dot(pair.change, r));
            double[] alpha = alphas[i];
            Arrays.setAll(beta, b -> alpha[b] - beta[b]);
            r = r.add(pair.step.mul(row(beta)));
        }
        return r.mul(-1);
    }

    /** Shortens the steps that went too far, to where a straight slope would be 0. @return whether there are any */
    private static boolean shorten(double[] lengths, double[] falls, double[] ends) {
        boolean any = false;
        for (int b = 0; b < lengths.length; b++) {
            if (lengths[b] > 0 && !(ends[b] <= -OVERSHOOT * falls[b])) {
                lengths[b] *= Double.isFinite(ends[b]) ? Math.max(falls[b] / (falls[b] - ends[b]), 0.1) : 0.1;
                any = true;
            }
        }
        return any;
    }

    /** @return whether any function moved */
    private static boolean remember(List<Pair> pairs, Scope scope, Tensor step, Tensor change) {
        double[] product = dot(step, change);
        double[] square = dot(change, change);
        boolean moved = false;
        for (int b = 0; b < product.length; b++) {
            boolean bent = product[b] > 1e-14 * square[b];
            product[b] = bent ? 1 / product[b] : 0;
            moved |= bent;
        }
        pairs.add(new Pair(scope.own(step), scope.own(change), product));
        if (pairs.size() > MEMORY) {
            pairs.remove(0).close();
        }
        return moved;
    }

    private static Tensor along(Tensor at, Tensor direction, double[] lengths) {
        return at.add(direction.mul(row(lengths)));
    }

    private static Tensor row(double[] values) {
        return Tensor.of(values, 1, 1, values.length);
    }

    private static Tensor flat(Tensor v) {
        return v.reshape(v.size(0) * v.size(1), v.size(2));
    }

    /** (B) */
    private static double[] dot(Tensor a, Tensor b) {
        return flat(a.mul(b)).sum(0, false).toDoubles();
    }

    private static double[] times(double[] a, double[] b) {
        double[] product = new double[a.length];
        Arrays.setAll(product, i -> a[i] * b[i]);
        return product;
    }
}
