package dev.graft.transfer;

import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.data.TargetKind;
import java.util.Optional;

/** What strategies ask for that look at which examples are of one class. */
final class OneLabelEach {
    private OneLabelEach() {}

    static void check(Strategy strategy, Facts data) {
        Check.that(
                data.kind().equals(Optional.of(TargetKind.LABEL)),
                "strategy " + strategy.name() + " needs one label for each example; choose --strategy probe or"
                        + " finetune");
    }
}
