package dev.graft.transfer;

import dev.graft.adapter.AdapterShape;
import dev.graft.adapter.PrefixShape;
import java.util.Optional;

/**
 * Trains the head and keys and values that stand before those of every text or picture, in each layer. Source: Li and
 * Liang, ACL 2021; Liu et al., "P-Tuning v2", ACL 2022, for encoders and their rates of 5e-3 to 7e-3.
 *
 * @param prefix how many they are
 * @param steps rates and lengths
 */
public record Prefix(PrefixShape prefix, Steps steps) implements AdapterTune {
    public static final Prefix DEFAULTS = new Prefix(
            PrefixShape.DEFAULTS, new Steps(5e-3, 5, 32, "adamw", 0, "linear", 0.06, 1, 1, 3, 0.5, 0.1).least(100));
    public static final Prefix PICTURES = new Prefix(
            PrefixShape.DEFAULTS, new Steps(5e-3, 12, 32, "adamw", 0, "cosine", 0.1, 1, 1, 5, 0.5, 0.1).least(100));

    @Override
    public String name() {
        return "prefix";
    }

    @Override
    public String title() {
        return "the head and keys and values before those of the input, in each layer; transformers only";
    }

    @Override
    public boolean needsAttention() {
        return true;
    }

    @Override
    public Optional<AdapterShape> adapter() {
        return Optional.of(prefix);
    }
}
