package dev.graft.train;

import dev.graft.base.Check;

/**
 * Which steps a run's last phase averages its weights over; it is judged by the average and ends with it. Sources:
 * Polyak and Juditsky, SIAM J. Control and Optimization 1992 (moving averages); Izmailov et al., "Averaging Weights
 * Leads to Wider Optima and Better Generalization", UAI 2018 (equal averages of the last part, best at a constant
 * schedule).
 *
 * @param average share of the moving average that a step leaves, in [0, 1); 0 for none
 * @param averageLast share of the steps, at the end, whose weights count alike, in [0, 1); 0 for none
 */
public record Averaging(double average, double averageLast) {
    public static final Averaging NONE = new Averaging(0, 0);

    public Averaging {
        Check.share("average", average);
        Check.share("averageLast", averageLast);
        Check.that(
                average == 0 || averageLast == 0,
                "average and averageLast are two ways to average the weights; set one of them to 0");
    }

    /** A moving average, the last steps most. */
    public static Averaging moving(double share) {
        return new Averaging(share, 0);
    }

    boolean isNone() {
        return average == 0 && averageLast == 0;
    }

    /** Share of the average that a step leaves. Early steps, far from what comes, are forgotten faster. */
    double stays(long step, long steps) {
        if (averageLast == 0) {
            return Math.min(average, (1.0 + step) / (10.0 + step));
        }
        long counted = step - Math.round(steps * (1 - averageLast)); // steps of the last part before this one
        return counted <= 0 ? 0 : counted / (counted + 1.0);
    }
}
