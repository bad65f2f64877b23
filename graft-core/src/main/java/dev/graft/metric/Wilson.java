package dev.graft.metric;

import dev.graft.base.Check;

/**
 * The score interval of a proportion. Unlike the estimate plus or minus some standard errors it stays in [0, 1], and
 * is no single point even when all or none succeed. Source: Wilson, "Probable Inference, the Law of Succession, and
 * Statistical Inference", JASA 1927; recommended by Brown, Cai and DasGupta, Statistical Science 2001.
 */
public final class Wilson {
    private Wilson() {}

    /**
     * @param successes in [0, total]
     * @param total tries, at least 0; of none nothing is known: [0, 1]
     * @param level how often such an interval holds the true proportion, in (0, 1), as 0.95
     */
    public static Interval interval(long successes, long total, double level) {
        Check.that(
                0 <= successes && successes <= total,
                "successes must be in [0, total], was " + successes + " of " + total);
        double z = Quantile.normal(level);
        if (total == 0) {
            return new Interval(0, 1);
        }
        double share = (double) successes / total;
        double weight = z * z / total;
        double middle = (share + weight / 2) / (1 + weight);
        double half = Math.sqrt(weight * share * (1 - share) + weight * weight / 4) / (1 + weight);
        double low = successes == 0 ? 0 : Math.max(middle - half, 0); // exactly: rounding must not exclude the limit
        double high = successes == total ? 1 : Math.min(middle + half, 1);
        return new Interval(low, high);
    }
}
