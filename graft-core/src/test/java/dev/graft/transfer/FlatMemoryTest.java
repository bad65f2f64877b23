package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Neither training nor predicting leaks, however long it goes on. */
class FlatMemoryTest {
    private static final int WARM = 1_000;
    private static final int COUNT = 10_000;
    private static final long SLACK = 8 << 20; // pages that the Java heap and the allocator take as they please

    @TempDir
    Path temp;

    @Test
    @Timeout(300) // some 20 s where nothing else runs
    void staysFlatOverTenThousandStepsAndTenThousandPredictions() throws IOException {
        Engine.threads(1);
        Path backbone = TinyEncoder.smallest(temp.resolve("tiny"), 3);
        Dataset<Text> messages = Messages.some(temp, 20);
        int epochs = (WARM + COUNT) / (messages.size() / 2) + 1;
        Steps steps = new Steps(1e-4, epochs, 2, "adamw", 0.01, "linear", 0.1, 1, 1, epochs, 1, 0.1);
        Counter training = new Counter();
        try (Model model = Transfer.from(backbone.toString())
                .by(new FineTune(1, List.of(), steps))
                .run(Runs.told(training))
                .fit(messages, 1)) {
            assertThat(training.count).isGreaterThanOrEqualTo(WARM + COUNT);
            Counter predicting = new Counter();
            for (int i = 0; i < WARM + COUNT; i++) {
                model.predict(messages.get(i % messages.size()).input());
                predicting.at(i, "loss");
            }
        } finally {
            Engine.threads(2);
        }
    }

    /** Looks at memory after the warm-up and again 10,000 steps later. */
    private static final class Counter implements Progress {
        private int count;
        private long objects;
        private long bytes;

        @Override
        public void at(long done, String note) {
            if (!note.startsWith("loss")) {
                return;
            }
            count++;
            if (count == WARM) {
                objects = Engine.liveObjects();
                bytes = Engine.residentBytes();
            } else if (count == WARM + COUNT) {
                assertThat(Engine.liveObjects()).isLessThanOrEqualTo(objects); // less where garbage of others went
                assertThat(Engine.residentBytes()).isLessThan(bytes + bytes / 50 + SLACK);
            }
        }
    }
}
