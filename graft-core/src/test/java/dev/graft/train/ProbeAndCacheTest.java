package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProbeAndCacheTest {
    @Test
    void eachExampleSpeaksForItsClassByItsLikeness() {
        ProbeAndCache.Known known =
                new ProbeAndCache.Known(new float[][] {{1, 0}, {0, 1}, {0.6f, 0.8f}}, new int[] {0, 1, 1}, 3);

        // (1, 0) is like the three by 1, 0 and 0.6; exp(-5 (1 - 0.6)) = exp(-2)
        assertThat(known.votes(new float[] {1, 0}, new int[] {0, 1, 2}, 5))
                .containsExactly(new double[] {1, Math.exp(-5) + Math.exp(-2), 0}, within(1e-6));
        assertThat(known.votes(new float[] {1, 0}, new int[] {1}, 5))
                .containsExactly(new double[] {0, Math.exp(-5), 0}, within(1e-6));
    }
}
