package dev.graft.bench.study;

import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Modality;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.Guard;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.Optional;

/**
 * A fit by a strategy's name, as users get it: {@code auto} under its guard.
 *
 * @param seconds of all of it, from opening the network on, a guard's folds included
 */
record TimedFit(Fitted fitted, double seconds) {
    static final String AUTO = "auto";

    /** Frozen features are not kept, so that whoever comes first does not pay for the others. */
    static TimedFit of(Transfer from, String strategy, Modality modality, Dataset<?> train, long seed)
            throws IOException {
        Transfer.Run usual = from.run();
        Transfer transfer = from.by(Strategies.named(strategy, modality))
                .run(new Transfer.Run(
                        usual.hub(),
                        usual.precision(),
                        Features.Keep.NOTHING,
                        usual.checkpoints(),
                        usual.resume(),
                        usual.progress()));
        long began = System.nanoTime();
        Fitted fitted = strategy.equals(AUTO)
                ? Guard.DEFAULTS.fit(transfer, train, Optional.empty(), seed)
                : transfer.fit(train, Optional.empty(), seed);
        return new TimedFit(fitted, (System.nanoTime() - began) / 1e9);
    }
}
