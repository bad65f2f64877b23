package dev.graft.transfer;

import dev.graft.adapter.AdapterShape;
import dev.graft.adapter.Ia3Shape;
import java.util.Optional;

/**
 * Trains the head and factors on keys, values and feed-forward parts. Source: Liu et al., NeurIPS 2022; section 3.4 for
 * the rate of 3e-3. No weight decay, which would pull the factors to 0.
 *
 * @param ia3 what is scaled
 * @param steps rates and lengths
 */
public record Ia3(Ia3Shape ia3, Steps steps) implements AdapterTune {
    public static final Ia3 DEFAULTS =
            new Ia3(Ia3Shape.DEFAULTS, new Steps(3e-3, 5, 32, "adamw", 0, "linear", 0.06, 1, 1, 3, 1, 0.1).least(100));
    public static final Ia3 PICTURES =
            new Ia3(Ia3Shape.DEFAULTS, new Steps(3e-3, 12, 32, "adamw", 0, "cosine", 0.1, 1, 1, 5, 1, 0.1).least(100));

    @Override
    public String name() {
        return "ia3";
    }

    @Override
    public String title() {
        return "the head and a factor for each key, value and inner channel";
    }

    @Override
    public Optional<AdapterShape> adapter() {
        return Optional.of(ia3);
    }
}
