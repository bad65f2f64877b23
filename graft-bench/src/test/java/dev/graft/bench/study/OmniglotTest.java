package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.image.Pixels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OmniglotTest {
    @Test
    void aDarkDotBecomesABrightSquareOfFivePixels() {
        byte[] white = new byte[49];
        Arrays.fill(white, (byte) 255);
        white[3 * 7 + 3] = 0;

        Pixels doodle = Omniglot.doodle(new Pixels(7, 7, 1, white));

        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 7; x++) {
                boolean near = Math.abs(x - 3) <= 2 && Math.abs(y - 3) <= 2;
                assertThat(doodle.at(x, y, 0)).as(x + ", " + y).isEqualTo(near ? 255 : 0);
            }
        }
    }
}
