package dev.graft.bench.study;

import com.sun.management.OperatingSystemMXBean;
import dev.graft.data.Dataset;
import dev.graft.data.Modality;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.Guard;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * A fit by the name of a strategy, or of one of its variants, as users get it: {@code auto} under its guard.
 *
 * @param processorSeconds of all processors, from opening the network on, a guard's folds and a teacher included: what
 *     else the machine does is not counted
 */
record TimedFit(Fitted fitted, double processorSeconds) {
    static final String AUTO = Guard.NAME;

    /** Frozen features are not kept, so that whoever comes first does not pay for the others. */
    static TimedFit of(Transfer from, String strategy, Modality modality, Dataset<?> train, long seed)
            throws IOException {
        Transfer uncached = from.run(from.run().uncached());
        Optional<StrategyVariant> variant = StrategyVariant.of(strategy);
        double used = used();
        Fitted fitted = variant.isPresent()
                ? variant.get().fit(uncached, modality, train, seed)
                : named(uncached.by(Strategies.named(strategy, modality)), strategy.equals(AUTO), train, seed);
        return new TimedFit(fitted, used() - used);
    }

    private static double used() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private static Fitted named(Transfer transfer, boolean guarded, Dataset<?> train, long seed) throws IOException {
        return guarded
                ? Guard.DEFAULTS.fit(transfer, train, Optional.empty(), seed)
                : transfer.fit(train, Optional.empty(), seed);
    }
}
