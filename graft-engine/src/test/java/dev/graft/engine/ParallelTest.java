package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void givesAnErrorOfAPieceAsItsCause() {
        assertThatThrownBy(() -> Parallel.each(100, i -> {
                    throw new StackOverflowError("piece " + i);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void goesOnWithFewerHelpersWhereNoThreadIsToBeHad() {
        CountDownLatch over = new CountDownLatch(4);
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger helped = new AtomicInteger();
        Executor poor = task -> {
            if (asked.incrementAndGet() == 3) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        };

        Parallel.help(poor, over, helped::incrementAndGet);

        assertThat(asked).hasValue(3);
        assertThat(helped).hasValue(2);
        assertThat(over.getCount()).isZero();
    }

    @Test
    void aHelperThatFailsIsOverToo() {
        CountDownLatch over = new CountDownLatch(1);

        assertThatThrownBy(() -> Parallel.help(Runnable::run, over, () -> {
                    throw new IllegalStateException("no engine");
                }))
                .hasMessage("no engine");
        assertThat(over.getCount()).isZero();
    }
}
