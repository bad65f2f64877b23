package dev.graft.transfer;

import dev.graft.adapter.AdapterShape;
import dev.graft.adapter.BottleneckShape;
import java.util.Optional;

/**
 * Trains the head and bottlenecks between the layers. Source: Houlsby et al., ICML 2019; section 3.1 for rates of 3e-5
 * to 3e-3.
 *
 * @param bottleneck how wide they are and where they stand
 * @param steps rates and lengths
 */
public record Bottlenecks(BottleneckShape bottleneck, Steps steps) implements AdapterTune {
    public static final Bottlenecks DEFAULTS = new Bottlenecks(
            BottleneckShape.DEFAULTS,
            new Steps(1e-3, 5, 32, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 2.5, 0.1).least(100));
    public static final Bottlenecks PICTURES = new Bottlenecks(
            BottleneckShape.DEFAULTS,
            new Steps(1e-3, 12, 32, "adamw", 0.01, "cosine", 0.1, 1, 1, 5, 5, 0.1).least(100));

    @Override
    public String name() {
        return "adapters";
    }

    @Override
    public String title() {
        return "the head and two small layers after each attention and each feed-forward part";
    }

    @Override
    public Optional<AdapterShape> adapter() {
        return Optional.of(bottleneck);
    }
}
