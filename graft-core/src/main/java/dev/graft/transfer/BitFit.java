package dev.graft.transfer;

import dev.graft.train.Within;

/**
 * Trains the head and the biases of all layers. Source: Ben Zaken et al., "BitFit: Simple Parameter-efficient Fine-tuning
 * for Transformer-based Masked Language-models", ACL 2022, section 3; section 4 for rates from 1e-4 to 1e-3.
 *
 * @param steps rates and lengths
 */
public record BitFit(Steps steps) implements PartTune {
    public static final BitFit DEFAULTS =
            new BitFit(new Steps(1e-3, 5, 32, "adamw", 0, "linear", 0.1, 1, 1, 3, 2.5, 0.1).least(100));
    public static final BitFit PICTURES =
            new BitFit(new Steps(1e-3, 12, 32, "adamw", 0, "cosine", 0.1, 1, 1, 5, 5, 0.1).least(100));

    @Override
    public String name() {
        return "bitfit";
    }

    @Override
    public String title() {
        return "the head and the biases of all layers";
    }

    @Override
    public Within selected() {
        return Within.BIASES;
    }
}
