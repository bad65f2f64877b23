package dev.graft.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FillRuleTest {
    /** What {@code rule.uniform("conv1.weight", (4,), 0.5, 0.25)} and {@code rule.signs("features.0", 8)} give. */
    @Test
    void isThatOfTheScripts() {
        assertThat(FillRule.values("conv1.weight", 0, 4, 0.5, 0.25))
                .containsExactly(0.52253747F, 0.6225809F, 0.26146084F, 0.618098855F);
        assertThat(IntStream.range(0, 8).map(i -> FillRule.sign("features.0", i)))
                .containsExactly(-1, -1, 1, -1, 1, -1, -1, 1);
    }

    @Test
    void isTheSameInPieces() {
        float[] whole = FillRule.values("fc.weight", 0, 50_000, 0, 1);

        assertThat(FillRule.values("fc.weight", 40_000, 3, 0, 1))
                .containsExactly(whole[40_000], whole[40_001], whole[40_002]);
    }
}
