package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChanceTest {
    private static final int COUNT = 100_003; // no multiple of what one draw gives

    private static float[] dropped(long seed, double share) {
        try (Scope scope = Scope.open()) {
            Chance.begin(seed);
            return Functional.dropout(Tensor.ones(COUNT), share).toFloats();
        }
    }

    @Test
    void dropsTheShareAndScalesUpTheRest() {
        for (double share : new double[] {0.1, 0.5, 0.9}) {
            float[] values = dropped(7, share);
            long zeros = IntStream.range(0, COUNT).filter(i -> values[i] == 0).count();
            assertThat((double) zeros / COUNT).isCloseTo(share, within(0.006));
            for (float value : values) {
                assertThat(value == 0 || Math.abs(value * (1 - share) - 1) < 1e-3)
                        .isTrue();
            }
        }
    }

    @Test
    void neighboursAreDroppedApartFromEachOther() {
        float[] values = dropped(3, 0.5);
        for (int step = 1; step <= 8; step++) {
            int distance = step;
            long both = IntStream.range(0, COUNT - distance)
                    .filter(i -> values[i] == 0 && values[i + distance] == 0)
                    .count();
            assertThat((double) both / (COUNT - distance)).isCloseTo(0.25, within(0.006));
        }
    }

    @Test
    void equalSeedsDrawTheSameOnEveryThread() throws Exception {
        float[] here = dropped(42, 0.3);
        assertThat(dropped(43, 0.3)).isNotEqualTo(here);
        AtomicReferenceArray<float[]> there = new AtomicReferenceArray<>(8);
        Parallel.each(8, i -> there.set(i, dropped(42, 0.3)));
        for (int i = 0; i < 8; i++) {
            assertThat(there.get(i)).isEqualTo(here);
        }
    }

    @Test
    void oneSeedGivesOneMaskAfterAnother() {
        try (Scope scope = Scope.open()) {
            Chance.begin(1);
            float[] first = Functional.dropout(Tensor.ones(64), 0.5).toFloats();
            assertThat(Functional.dropout(Tensor.ones(64), 0.5).toFloats()).isNotEqualTo(first);
        }
    }
}
