package dev.graft.train;

import dev.graft.engine.Tensor;
import java.util.Map;

/** One further summand of what is minimised: distance to the start, a teacher's answer, a domain's confusion. */
public interface Term {
    /** Its value on some examples, recorded for gradients. */
    Tensor of(Step step);

    /** Whether its value on a batch is the mean of its values on the examples: then a batch is worked out in pieces. */
    default boolean averages() {
        return false;
    }

    /** Whether it looks at what each stage gives, beside what the same stage gave as the run began: {@link Taps}. */
    default boolean taps() {
        return false;
    }

    /** What becomes of the labels' own loss where this term stands beside it. */
    default Tensor own(Tensor loss, Step step) {
        return loss;
    }

    /** What it learns itself beside the network, by name. */
    default Map<String, Tensor> parameters() {
        return Map.of();
    }

    /** How fast it learns that. @param head rate of the head, which is as new */
    default double rate(double head) {
        return head;
    }
}
