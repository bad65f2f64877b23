package dev.graft.evaluate;

import dev.graft.data.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The catalogue: a new baseline is its own file and a line here. */
public final class Baselines {
    public static final List<Baseline> ALL = List.of(new Majority(), TfIdf.DEFAULTS, SmallPixels.DEFAULTS);

    private Baselines() {}

    /** Those that can learn from such inputs, the simplest first. */
    public static List<Baseline> of(Dataset<?> data) throws IOException {
        List<Baseline> fitting = new ArrayList<>();
        for (Baseline baseline : ALL) {
            if (baseline.takes(data)) {
                fitting.add(baseline);
            }
        }
        return List.copyOf(fitting);
    }
}
