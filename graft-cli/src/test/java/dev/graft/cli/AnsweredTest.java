package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Image;
import dev.graft.data.Labels;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.evaluate.Evaluation;
import dev.graft.image.Pixels;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnsweredTest {
    private static final Labels LABELS = Labels.of(List.of("cat", "dog"));

    /** Cats, of which the first {@code wrong} are taken for dogs, the first of them most surely. */
    private static Answered answered(int count, int wrong) throws IOException {
        List<Sample<Image>> samples = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Target cat = new Target.Label("cat");
            samples.add(new Sample<>(Image.of(new Pixels(8, 4, 3, new byte[96])), cat, "picture " + i));
            float dog = i < wrong ? 0.9f - 0.01f * i : 0.2f;
            predictions.add(new Prediction.OneOf(LABELS, new float[] {1 - dog, dog}));
            targets.add(cat);
        }
        OneLabel task = new OneLabel(LABELS);
        return Answered.of(new Samples<>("cats", samples), Evaluation.of(task, predictions, targets, 0, 0));
    }

    @Test
    void showsEveryErrorWhereTheyAreFew() throws IOException {
        Answered answered = answered(40, 3);

        assertThat(answered.shown()).hasSize(30);
        assertThat(answered.shown()).filteredOn(example -> !example.right()).hasSize(3);
        assertThat(answered.caption())
                .isEqualTo("30 of 40 test pictures as the fine-tuned network took them, with all 3 errors in red.");
    }

    @Test
    void showsTheSurestErrorsWhereTheyAreMany() throws IOException {
        Answered answered = answered(40, 20);

        assertThat(answered.shown())
                .filteredOn(example -> !example.right())
                .extracting(Answered.Example::index)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(answered.caption()).endsWith("with the surest 12 of 20 errors in red.");
    }

    @Test
    void makesDoWithFewPictures() throws IOException {
        assertThat(answered(4, 0).shown()).hasSize(4);
        assertThat(answered(4, 0).caption()).endsWith("with no error among all of them.");
        assertThat(answered(2, 2).sheet().width()).isGreaterThan(6 * 128);
    }
}
