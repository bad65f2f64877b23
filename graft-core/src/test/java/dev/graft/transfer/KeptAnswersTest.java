package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Labels;
import dev.graft.evaluate.Learner;
import dev.graft.model.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptAnswersTest {
    private static final int[] TRAIN = {0, 1};
    private static final int[] TEST = {2, 5};

    @TempDir
    private Path folder;

    @Test
    void answersOfEveryKindComeBackAsTheyWere() throws IOException {
        Labels labels = Labels.of(List.of("yes", "no"));
        float[] odd = {1 / 3f, 2 / 3f};
        comesBack(new Prediction.OneOf(labels, odd), new Prediction.OneOf(labels, new float[] {1e-20f, 1}));
        comesBack(new Prediction.AnyOf(labels, odd, 0.4), new Prediction.AnyOf(labels, new float[] {0, 0}, 0.4));
        comesBack(new Prediction.Amount(0.1 + 0.2), new Prediction.Amount(-7));
    }

    private void comesBack(Prediction first, Prediction second) throws IOException {
        Path file = folder.resolve("new").resolve(first.getClass().getSimpleName() + ".json");
        Learner learner = (train, test) -> List.of(first, second);
        assertThat(KeptAnswers.read(file, TEST)).isEmpty();
        assertThat(KeptAnswers.asked(learner, TRAIN, TEST, file)).containsExactly(first, second);
        assertThat(KeptAnswers.read(file, TEST).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(List.of(first, second));
        assertThat(KeptAnswers.read(file, new int[] {2, 6})).isEmpty(); // of other examples
    }
}
