package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {
    @Test
    void runsEveryPieceOnce() throws Exception {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);

        Parallel.each(100, i -> runs.addAndGet(i, (int) Tensor.ones(i + 1).sum().value()));

        for (int i = 0; i < 100; i++) {
            assertThat(runs.get(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void givesTheFirstFailureAndLeavesTheRest() {
        AtomicIntegerArray runs = new AtomicIntegerArray(1);

        assertThatThrownBy(() -> Parallel.each(10_000, i -> {
                    runs.incrementAndGet(0);
                    throw new IOException("piece " + i);
                }))
                .isInstanceOf(IOException.class);
        assertThat(runs.get(0)).isLessThan(100);
    }
}
