package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Labels;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class HeadTest {
    private static final OneLabel TASK = new OneLabel(Labels.of(Set.of("a", "b")));

    private static Head head(HeadShape.Beside beside) {
        Head head = (Head) TASK.head(2, HeadShape.linear(beside));
        head.output().weight().copyInPlace(Tensor.of(new float[] {1, 0, 0, 2}, 2, 2));
        head.output().bias().copyInPlace(Tensor.of(new float[] {0.5f, 0}, 2));
        return head;
    }

    private static float[] logits(Head head, Flow flow) {
        return head.forward(flow).get(Flow.LOGITS).toFloats();
    }

    @Test
    void remembersExamplesBesideItsLayer() {
        try (Scope scope = Scope.open();
                Head head = head(new HeadShape.Beside(false, 2, 0))) {
            // keys (1, 0) of a, (0, 1) of b, weight 3, sharpness 2; asked for (6, 8), of length 1: (0.6, 0.8)
            head.memory().set(Tensor.of(new float[] {1, 0, 0, 1}, 2, 2), Tensor.of(new float[] {3, 0, 0, 3}, 2, 2), 2);

            assertThat(logits(head, Flow.of(Flow.POOLED, Tensor.of(new float[] {6, 8}, 1, 2))))
                    .containsExactly(
                            new float[] {
                                (float) (6.5 + 3 * Math.exp(-2 * (1 - 0.6))),
                                (float) (16 + 3 * Math.exp(-2 * (1 - 0.8)))
                            },
                            within(1e-5f));
        }
    }

    @Test
    void addsWhatTheTermsOfATextWeigh() {
        try (Scope scope = Scope.open();
                Head head = head(new HeadShape.Beside(false, 0, 3))) {
            head.terms().orElseThrow().weight().copyInPlace(Tensor.of(new float[] {9, 9, 10, 20, 30, 40}, 3, 2));
            Flow flow = Flow.of(Flow.POOLED, Tensor.of(new float[] {1, 1, 0, 0}, 2, 2))
                    .with(Flow.TERMS, Tensor.of(new long[] {1, 2, 0, 0}, 2, 2))
                    .with(Flow.TERM_VALUES, Tensor.of(new float[] {0.5f, 0.1f, 0, 0}, 2, 2));

            // 1.5 + 0.5 * 10 + 0.1 * 30 and 2 + 0.5 * 20 + 0.1 * 40; the second text has none of the terms
            assertThat(logits(head, flow)).containsExactly(new float[] {9.5f, 16, 0.5f, 0}, within(1e-5f));
        }
    }

    @Test
    void makesFeaturesOfLengthOneWhereItsShapeSaysSo() {
        try (Scope scope = Scope.open();
                Head head = head(new HeadShape.Beside(true, 0, 0))) {
            assertThat(logits(head, Flow.of(Flow.POOLED, Tensor.of(new float[] {3, 4}, 1, 2))))
                    .containsExactly(new float[] {1.1f, 1.6f}, within(1e-6f));
        }
    }

    @Test
    void readsTheShapeOfBundlesThatKnewLayersOnly() {
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.readValue("{\"hidden\":[],\"dropout\":0.0}", HeadShape.class))
                .isEqualTo(HeadShape.LINEAR);
        HeadShape much = HeadShape.linear(new HeadShape.Beside(true, 3, 4));
        assertThat(json.readValue(json.writeValueAsBytes(much), HeadShape.class))
                .isEqualTo(much);
    }
}
