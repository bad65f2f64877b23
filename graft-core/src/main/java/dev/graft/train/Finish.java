package dev.graft.train;

import dev.graft.base.Check;

/**
 * Which weights a run ends with.
 *
 * @param best whether those of the epoch that was best on the validation part, where one {@link Judge#tells}; else the last
 * @param averaging of the weights over the last phase's steps
 * @param mix share of these weights beside those that the last phase began with, in (0, 1]: 1 for these alone; 0 for
 *     the share that is best on the validation part, 1 where none tells. Source: Wortsman et al., "Robust
 *     Fine-Tuning of Zero-Shot Models", CVPR 2022
 */
public record Finish(boolean best, Averaging averaging, double mix) {
    /** Those after the last step. */
    public static final Finish LAST = new Finish(false, Averaging.NONE, 1);

    /** Those of the best epoch. */
    public static final Finish BEST = new Finish(true, Averaging.NONE, 1);

    public Finish {
        Check.that(mix >= 0 && mix <= 1, "mix must be in [0, 1], was " + mix);
    }

    public Finish averaging(Averaging other) {
        return new Finish(best, other, mix);
    }

    public Finish mix(double share) {
        return new Finish(best, averaging, share);
    }

    /** Whether a validation part is asked for something. */
    public boolean judges() {
        return best || mix == 0;
    }

    boolean mixes() {
        return mix < 1;
    }

    /** How often mixtures are judged in the end. */
    int mixtures() {
        return mix == 0 ? Mixture.TRIED.length : mixes() ? 1 : 0;
    }

    /** What of this holds for a phase that others follow. */
    Finish midway() {
        return new Finish(best, Averaging.NONE, 1);
    }
}
