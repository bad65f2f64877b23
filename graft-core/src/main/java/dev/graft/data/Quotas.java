package dev.graft.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How many examples of each class go to each part: {@code [class][part]}. */
final class Quotas {
    private Quotas() {}

    /**
     * For two parts, exact in sum and within one example of proportion in each class: whole shares first, what is left
     * goes to the classes with the largest remainder, among equals in an order that the seed draws. The first part
     * keeps one example of each class at least, even if the second gets fewer than asked for.
     *
     * @param second how many examples the second part gets in all
     */
    static double[][] two(int[] counts, int second, MersenneTwister random) {
        int all = Math.max(1, Arrays.stream(counts).sum());
        long[] shares =
                Arrays.stream(counts).mapToLong(count -> (long) count * second).toArray();
        int[] quotas = new int[counts.length];
        for (int c = 0; c < counts.length; c++) {
            quotas[c] = (int) (shares[c] / all);
        }
        int left = second - Arrays.stream(quotas).sum();
        int[] order = IntStream.of(random.permutation(counts.length))
                .boxed()
                .sorted((a, b) -> Long.compare(shares[b] % all, shares[a] % all))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int round = 0; left > 0 && round < 2; round++) {
            for (int c : order) {
                if (left > 0 && quotas[c] < counts[c] - 1) {
                    quotas[c]++;
                    left--;
                }
            }
        }
        return IntStream.range(0, counts.length)
                .mapToObj(c -> new double[] {counts[c] - quotas[c], quotas[c]})
                .toArray(double[][]::new);
    }

    /** For equal parts: each gets its share rounded down, the rest is dealt out in turn over all classes. */
    static double[][] equal(int[] counts, int parts) {
        double[][] quotas = new double[counts.length][parts];
        int turn = 0;
        for (int c = 0; c < counts.length; c++) {
            Arrays.fill(quotas[c], counts[c] / parts);
            for (int extra = 0; extra < counts[c] % parts; extra++) {
                quotas[c][turn++ % parts]++;
            }
        }
        return quotas;
    }

    /** How many examples each part gets in all. */
    static double[] sizes(double[][] quotas, int parts) {
        return IntStream.range(0, parts)
                .mapToDouble(part ->
                        Arrays.stream(quotas).mapToDouble(row -> row[part]).sum())
                .toArray();
    }

    /** Shares of classes that overlap, as several labels a row do; not whole numbers. */
    static double[][] shares(int[] counts, double[] parts) {
        double all = Arrays.stream(parts).sum();
        return Arrays.stream(counts)
                .mapToObj(count ->
                        Arrays.stream(parts).map(part -> count * part / all).toArray())
                .toArray(double[][]::new);
    }
}
