package dev.graft.evaluate;

import java.util.List;

/** The baselines. One line per baseline. */
public final class Baselines {
    public static final Baseline MAJORITY = new Majority();

    public static final List<Baseline> ALL = List.of(MAJORITY);

    private Baselines() {}
}
