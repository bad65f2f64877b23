package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FewShotTest {
    private static final Samples<Text> TWELVE = Texts.of(
            "t0", "x", "t1", "y", "t2", "z", "t3", "x", "t4", "y", "t5", "z", "t6", "x", "t7", "y", "t8", "z", "t9",
            "x", "t10", "y", "t11", "z");

    /** Golden draws by the rule itself in Python with NumPy 2.4.6. */
    @Test
    void drawsWhatTheEmbeddingBenchmarkDraws() throws Exception {
        assertThat(FewShot.indices(TWELVE, 2, 3, 42))
                .containsExactly(
                        new int[] {10, 9, 0, 8, 5, 1}, new int[] {3, 7, 10, 2, 0, 5}, new int[] {8, 11, 3, 0, 10, 7});
    }

    @Test
    void namesTheClassThatHasTooFew() {
        assertThatThrownBy(() -> FewShot.draws(TWELVE, 5, 1, 42))
                .hasMessageContaining("class 'x' has 4 examples, wanted 5");
    }

    @Test
    void givesDatasetsOfThatSize() throws Exception {
        List<Dataset<Text>> draws = FewShot.draws(TWELVE, 3, 2, 42);

        assertThat(draws).extracting(Dataset::size).containsExactly(9, 9);
        assertThat(Facts.of(draws.get(1)).counts().values()).containsExactly(3, 3, 3);
    }
}
