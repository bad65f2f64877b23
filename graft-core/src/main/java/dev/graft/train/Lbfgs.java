package dev.graft.train;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds the lowest point of a smooth function by limited-memory BFGS with a line search that meets the strong Wolfe
 * conditions. Source: Nocedal and Wright, "Numerical Optimization", 2nd ed., algorithms 7.4, 7.5, 3.5 and 3.6.
 */
public final class Lbfgs {
    private static final int MEMORY = 10;
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int SEARCHES = 25;

    private final double tolerance;
    private final int iterations;

    /** A function and its slope. */
    public interface Objective {
        /** @param slope is filled. @return the value at {@code x} */
        double at(double[] x, double[] slope);
    }

    /** One place with what is known of it. */
    private record Place(double[] x, double value, double[] slope) {}

    private record Pair(double[] step, double[] change, double scale) {}

    /**
     * @param tolerance ends when no slope is steeper
     * @param iterations at most
     */
    public Lbfgs(double tolerance, int iterations) {
        this.tolerance = tolerance;
        this.iterations = iterations;
    }

    /** The lowest point found from a start, which stays as it is. */
    public double[] minimum(Objective objective, double[] start) {
        Deque<Pair> pairs = new ArrayDeque<>();
        Place here = place(objective, start.clone());
        for (int i = 0; i < iterations && steepest(here.slope) > tolerance; i++) {
            double[] direction = direction(here.slope, pairs);
            if (dot(direction, here.slope) >= 0) { // numbers too coarse to go on
                return here.x;
            }
            double first = pairs.isEmpty() ? Math.min(1, 1 / norm(here.slope)) : 1;
            Place next = search(objective, here, direction, first);
            if (!(next.value < here.value)) {
                return here.x;
            }
            remember(pairs, here, next);
            here = next;
        }
        return here.x;
    }

    private static Place place(Objective objective, double[] x) {
        double[] slope = new double[x.length];
        return new Place(x, objective.at(x, slope), slope);
    }

    private static void remember(Deque<Pair> pairs, Place here, Place next) {
        double[] step = minus(next.x, here.x);
        double[] change = minus(next.slope, here.slope);
        double curvature = dot(step, change);
        if (curvature > 1e-12 * dot(change, change)) {
            pairs.addLast(new Pair(step, change, 1 / curvature));
            if (pairs.size() > MEMORY) {
                pairs.removeFirst();
            }
        }
    }

    /** The two-loop recursion. */
    private static double[] direction(double[] slope, Deque<Pair> pairs) {
        double[] q = slope.clone();
        double[] alphas = new double[pairs.size()];
        int i = pairs.size();
        for (var newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            alphas[--i] = pair.scale * dot(pair.step, q);
            add(q, pair.change, -alphas[i]);
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            scale(q, 1 / (last.scale * dot(last.change, last.change)));
        }
        for (Pair pair : pairs) {
            add(q, pair.step, alphas[i++] - pair.scale * dot(pair.change, q));
        }
        scale(q, -1);
        return q;
    }

    private static Place search(Objective objective, Place here, double[] direction, double first) {
        double slope = dot(here.slope, direction);
        double low = 0;
        double lowValue = here.value;
        double high = Double.POSITIVE_INFINITY;
        double length = first;
        Place best = here;
        for (int i = 0; i < SEARCHES; i++) {
            Place there = place(objective, along(here.x, direction, length));
            double slopeThere = dot(there.slope, direction);
            boolean tooHigh = !(there.value <= here.value + DECREASE * length * slope) || there.value > lowValue;
            if (!tooHigh && there.value < best.value) {
                best = there;
            }
            if (!tooHigh && Math.abs(slopeThere) <= -CURVATURE * slope) {
                return there;
            }
            if (tooHigh || slopeThere >= 0) {
                high = length;
            } else {
                low = length;
                lowValue = there.value;
            }
            length = Double.isInfinite(high) ? 2 * length : (low + high) / 2;
        }
        return best;
    }

    private static double[] along(double[] x, double[] direction, double length) {
        double[] there = x.clone();
        add(there, direction, length);
        return there;
    }

    private static double steepest(double[] slope) {
        double most = 0;
        for (double s : slope) {
            most = Math.max(most, Math.abs(s));
        }
        return most;
    }

    private static double norm(double[] x) {
        return Math.sqrt(dot(x, x));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, b, -1);
        return difference;
    }

    private static void add(double[] to, double[] what, double times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * what[i];
        }
    }

    private static void scale(double[] x, double factor) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }
}
