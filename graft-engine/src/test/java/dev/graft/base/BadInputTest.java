package dev.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BadInputTest {
    @Test
    void thePlaceStandsBeforeWhatIsSaidOnce() {
        assertThat(BadInput.placed("a.png", new IOException("is cut off"))).isEqualTo("a.png: is cut off");
        assertThat(BadInput.placed("a.png", new BadInput("a.png", "is cut off")))
                .isEqualTo("a.png: is cut off");
        assertThat(BadInput.placed("a.png", new IOException())).isEqualTo("a.png: null");
        assertThat(BadInput.placed("a.png", new IOException("two\nlines"))).doesNotContain("\n");
    }
}
