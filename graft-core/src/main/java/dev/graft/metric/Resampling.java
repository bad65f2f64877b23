package dev.graft.metric;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A metric's values on many sets of the same size, drawn from the examples with replacement. */
final class Resampling {
    private Resampling() {}

    /**
     * Each draw has its own generator, so that threads change nothing; equal seeds draw equal examples, whatever the
     * answers are.
     *
     * @param all the examples, and after them unseen ones
     * @param seen how many were seen, at least 1
     * @return (metrics, draws)
     */
    static double[][] values(List<? extends Metric> metrics, Scored all, int seen, int draws, long seed) {
        double[][] means = metrics.stream().map(metric -> each(metric, all)).toArray(double[][]::new);
        double[][] values = new double[metrics.size()][draws];
        IntStream.range(0, draws).parallel().forEach(draw -> {
            int[] rows = rows(seen, all.size() - seen, new SplittableRandom(mixed(seed, draw)));
            Scored drawn = all.rows(rows);
            for (int m = 0; m < values.length; m++) {
                values[m][draw] = means[m].length > 0
                        ? mean(means[m], rows)
                        : metrics.get(m).of(drawn);
            }
        });
        return values;
    }

    /** The value of each example where the metric is their mean, else nothing. */
    private static double[] each(Metric metric, Scored all) {
        return metric instanceof ExampleMean mean
                ? IntStream.range(0, all.size())
                        .mapToDouble(i -> mean.of(all, i))
                        .toArray()
                : new double[0];
    }

    private static double mean(double[] values, int[] rows) {
        double sum = 0;
        for (int row : rows) {
            sum += values[row];
        }
        return sum / rows.length;
    }

    /** With unseen examples, their share is Beta(1, seen): what the Bayesian bootstrap gives one more example. */
    private static int[] rows(int seen, int unseen, SplittableRandom random) {
        int[] rows = new int[seen];
        double share = unseen == 0 ? 0 : 1 - Math.pow(1 - random.nextDouble(), 1.0 / seen);
        int count = unseen == 0 ? 0 : (int) (share * seen + random.nextDouble()); // rounded up or down by chance
        for (int k = 0; k < seen; k++) {
            rows[k] = k < count ? seen + random.nextInt(unseen) : random.nextInt(seen);
        }
        return rows;
    }

    /** Seeds far apart: those of SplittableRandom that differ by its own step give one sequence, shifted. */
    private static long mixed(long seed, int draw) {
        long z = seed * 0xD1342543DE82EF95L + draw;
        z = (z ^ z >>> 32) * 0xDABA0B6EB09322E3L;
        z = (z ^ z >>> 32) * 0xDABA0B6EB09322E3L;
        return z ^ z >>> 32;
    }
}
