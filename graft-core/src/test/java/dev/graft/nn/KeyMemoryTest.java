package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import org.junit.jupiter.api.Test;

class KeyMemoryTest {
    /** exp(-2 (1 - 1)) * 3 and exp(-2 (1 - 0)) * 0; places that are left answer nothing. */
    @Test
    void holdsFewerExamplesThanItHasRoomFor() {
        try (Scope scope = Scope.open();
                KeyMemory memory = new KeyMemory(3, 2, 1)) {
            Tensor keys = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
            memory.set(keys, Tensor.of(new float[] {3, 5}, 2, 1), 2);
            assertThat(memory.forward(Tensor.of(new float[] {1, 0}, 1, 2)).toFloats()[0])
                    .isEqualTo((float) (3 + 5 * Math.exp(-2)));

            memory.set(keys.narrow(0, 0, 1), Tensor.of(new float[] {4}, 1, 1), 2);
            assertThat(memory.forward(Tensor.of(new float[] {1, 0}, 1, 2)).toFloats())
                    .containsExactly(4);
        }
    }
}
