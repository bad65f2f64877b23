package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    /** 120 bytes for the objects around a text. */
    @Test
    void countsOneByteForALatinCharacterAndTwoForAnyOther() throws BadInput {
        new MemoryBudget(120 + 8).hold("a.csv", Text.of("caf\u00e9 au "));
        new MemoryBudget(120 + 4).hold("a.csv", Text.of("\u732b\u732b"));
        new MemoryBudget(120 + 6).hold("a.csv", Text.pair("ab", "a\u732b"));

        assertThatThrownBy(() -> new MemoryBudget(120 + 7).hold("a.csv", Text.of("caf\u00e9 au ")))
                .hasMessageContaining("a.csv: its texts need more than");
        assertThatThrownBy(() -> new MemoryBudget(120 + 3).hold("a.csv", Text.of("\u732b\u732b")))
                .isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new MemoryBudget(120 + 5).hold("a.csv", Text.pair("ab", "a\u732b")))
                .isInstanceOf(BadInput.class);
    }
}
