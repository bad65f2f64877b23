package dev.graft.transfer;

import dev.graft.train.Within;

/**
 * Trains the head and the scales and shifts of all norms. Source: Frankle et al., "Training BatchNorm and Only BatchNorm:
 * On the Expressive Power of Random Features in CNNs", ICLR 2021.
 *
 * @param steps rates and lengths
 */
public record Norms(Steps steps) implements PartTune {
    public static final Norms DEFAULTS =
            new Norms(new Steps(1e-3, 5, 32, "adamw", 0, "linear", 0.1, 1, 1, 3, 2.5, 0.1).least(100));
    public static final Norms PICTURES =
            new Norms(new Steps(1e-3, 12, 32, "adamw", 0, "cosine", 0.1, 1, 1, 5, 5, 0.1).least(100));

    @Override
    public String name() {
        return "norms";
    }

    @Override
    public String title() {
        return "the head and the scales and shifts of all norms";
    }

    @Override
    public Within selected() {
        return Within.NORMS;
    }
}
