package dev.graft.train;

import dev.graft.base.BadArgument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How the loss went while the learning rate rose from step to step, and what rate it suggests. The rules are those of
 * fastai, {@code fastai.callback.schedule}; like there, the first tenth of the points, whose mean is of few, and the last
 * five, where the loss has left the valley, are not looked at.
 *
 * @param points in the order of the steps
 */
public record RateCurve(List<Point> points) {
    private static final int LAST = 5;
    private static final int LEAST = 10; // points that a rule can say something by

    /**
     * One step.
     *
     * @param rate that it was made at
     * @param loss of its batch, before it
     * @param smooth mean of the losses so far, the last ones most
     */
    public record Point(double rate, double loss, double smooth) {}

    public RateCurve {
        points = List.copyOf(points);
        if (points.size() < LEAST) {
            throw new BadArgument("the loss stopped being a usable number after " + points.size()
                    + " steps at tiny rates, so no rate can be suggested; try --precision fp32, and look at the data");
        }
    }

    /** The rate to train with: that of the valley, which is neither the boldest nor the most careful, in two digits. */
    public double suggestion() {
        return Double.parseDouble(String.format(Locale.ROOT, "%.1e", valley()));
    }

    /**
     * In the middle of the longest fall: the longest choice of points that each lie lower than the one before. A third
     * and a sixth of it lie to the left.
     */
    public double valley() {
        List<Point> seen = seen();
        int[] length = new int[seen.size()];
        int end = 0;
        for (int i = 0; i < length.length; i++) {
            length[i] = 1;
            for (int j = 0; j < i; j++) {
                if (seen.get(i).smooth() < seen.get(j).smooth()) {
                    length[i] = Math.max(length[i], length[j] + 1);
                }
            }
            end = length[i] > length[end] ? i : end;
        }
        int start = Math.max(end - length[end], 0);
        double third = (end - start) / 3.0;
        return seen.get(start + (int) third + (int) (third / 2)).rate();
    }

    /** Where the loss falls most for a change of the rate's logarithm. */
    public double steep() {
        List<Point> seen = seen();
        double steepest = Double.POSITIVE_INFINITY;
        double rate = seen.get(0).rate();
        for (int i = 0; i + 1 < seen.size(); i++) {
            double fall = (seen.get(i + 1).smooth() - seen.get(i).smooth())
                    / Math.log(seen.get(i + 1).rate() / seen.get(i).rate());
            if (fall < steepest) {
                steepest = fall;
                rate = seen.get(i).rate();
            }
        }
        return rate;
    }

    /** A tenth of the rate where the loss was lowest. */
    public double minimum() {
        return seen().stream()
                        .min(Comparator.comparingDouble(Point::smooth))
                        .orElseThrow()
                        .rate()
                / 10;
    }

    private List<Point> seen() {
        int first = points.size() / 10;
        return points.subList(first, points.size() - Math.min(LAST, points.size() - first - 2));
    }

    /** Points with the smoothed losses, to be looked at while a curve grows. */
    static final class Growing {
        private final double smoothing;
        private final List<Point> points = new ArrayList<>();
        private double mean;
        private double weight = 1; // what the smoothing has left of the zero that the mean began with
        private double best = Double.POSITIVE_INFINITY;

        Growing(double smoothing) {
            this.smoothing = smoothing;
        }

        /** @return whether the loss is still near its best. @param times the best that is too much */
        boolean add(double rate, double loss, double times) {
            if (!Double.isFinite(loss)) {
                return false;
            }
            mean = smoothing * mean + (1 - smoothing) * loss;
            weight *= smoothing;
            double smooth = mean / (1 - weight);
            points.add(new Point(rate, loss, smooth));
            best = Math.min(best, smooth);
            return smooth <= times * best;
        }

        RateCurve curve() {
            return new RateCurve(points);
        }
    }
}
