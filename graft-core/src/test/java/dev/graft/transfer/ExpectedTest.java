package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.train.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedTest {
    private final List<String> notes = new ArrayList<>();
    private long now;

    private Expected of(long steps) {
        Progress kept = new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        return new Expected(kept, "some steps", steps, () -> now);
    }

    /** @param epochs of seven steps each */
    private void run(Expected expected, int epochs, double secondsPerStep) {
        expected.begin("features", 100);
        now += 50_000_000_000L; // what is not stepped does not count
        expected.at(100, "");
        expected.end("");
        for (int epoch = 0; epoch < epochs; epoch++) {
            expected.begin("fold 1 of 3: epoch " + epoch, 7);
            for (int step = 1; step <= 7; step++) {
                now += (long) (secondsPerStep * 1e9);
                expected.at(step, "loss 1");
            }
            expected.end("");
        }
    }

    @Test
    void saysOnceHowLongAllStepsTake() {
        run(of(400), 5, 0.6);
        assertThat(notes).containsExactly("some steps", "all 400 steps take about 4 minutes");
    }

    @Test
    void theSlowFirstStepIsLeftOut() {
        Expected expected = of(100);
        expected.begin("epoch 1 of 1", 100);
        now += 40_000_000_000L;
        expected.at(1, "loss 1");
        for (int step = 2; step <= 20; step++) {
            now += 500_000_000L;
            expected.at(step, "loss 1");
        }
        assertThat(notes).containsExactly("some steps", "all 100 steps take about 50 s");
    }

    @Test
    void saysNothingOfAFewSeconds() {
        run(of(100), 5, 0.25);
        assertThat(notes).containsExactly("some steps");
    }

    @Test
    void saysNothingWhereNothingBegins() {
        of(100);
        assertThat(notes).isEmpty();
    }
}
