package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Labels;
import dev.graft.data.Mixing;
import dev.graft.data.Target;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.OneLabel;
import dev.graft.nn.Flow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MixedLossTest {
    private static final OneLabel TASK = new OneLabel(Labels.of(List.of("a", "b", "c")));
    private static final List<Target> TARGETS =
            List.of(new Target.Label("a"), new Target.Label("b"), new Target.Label("c"));

    /** Sums of exponents are 1 + 1 + 2 = 4, 3 + 1 + 1 = 5 and 1 + 1 + 8 = 10. */
    private static Flow logits() {
        float two = (float) Math.log(2);
        float three = (float) Math.log(3);
        float eight = (float) Math.log(8);
        return Flow.of(Flow.LOGITS, Tensor.of(new float[] {0, 0, two, three, 0, 0, 0, 0, eight}, 3, 3));
    }

    private static double loss(Optional<Mixing.Mixed> mixed) {
        return TaskObjective.loss(TASK, logits(), TARGETS, mixed).value();
    }

    @Test
    void weighsTheErrorAgainstBothTargetsByTheirShares() {
        try (Scope scope = Scope.open()) {
            double own = (Math.log(4) + Math.log(5) + Math.log(10 / 8.0)) / 3; // a, b, c
            int[] partner = {1, 2, 0};
            double others = (Math.log(4) + Math.log(5) + Math.log(10)) / 3; // b, c, a

            assertThat(loss(Optional.empty())).isCloseTo(own, within(1e-5));
            assertThat(loss(Optional.of(new Mixing.Mixed(logits(), partner, 0.7))))
                    .isCloseTo(0.7 * own + 0.3 * others, within(1e-5));
            assertThat(loss(Optional.of(new Mixing.Mixed(logits(), new int[] {2, 0, 1}, 0))))
                    .isCloseTo((Math.log(2) + Math.log(5 / 3.0) + Math.log(10)) / 3, within(1e-5)); // c, a, b
        }
    }
}
