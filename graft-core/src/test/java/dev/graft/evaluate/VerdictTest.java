package dev.graft.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Labels;
import dev.graft.data.Target;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final OneLabel TASK = new OneLabel(Labels.of(List.of("a", "b")));

    @Test
    void saysThatAModelIsBetterWhereItIsBeyondDoubt() {
        Map<String, Evaluation> baselines = new LinkedHashMap<>();
        baselines.put("majority", right(50));
        baselines.put("tfidf", right(70));
        Verdict verdict = Verdict.of(right(95), baselines);
        assertThat(verdict.baseline()).isEqualTo("tfidf");
        assertThat(verdict.gain()).isEqualTo(0.25, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(verdict.better()).isTrue();
        assertThat(verdict.toString()).startsWith("Better than tfidf in accuracy by 0.250 (95 %: 0.1");
    }

    @Test
    void saysThatAModelIsWorse() {
        Verdict verdict = Verdict.of(right(60), Map.of("tfidf", right(90)));
        assertThat(verdict.worse()).isTrue();
        assertThat(verdict.toString()).startsWith("Worse than tfidf in accuracy by 0.300");
        assertThat(verdict.toJson()).containsEntry("helped", false);
    }

    @Test
    void leavesOpenWhatFewExamplesLeaveOpen() {
        Verdict verdict = Verdict.of(right(91), Map.of("tfidf", right(90)));
        assertThat(verdict.better() || verdict.worse()).isFalse();
        assertThat(verdict.toString()).startsWith("Not clearly better than tfidf: better in accuracy by 0.010");
    }

    @Test
    void knowsThatMoreExplainedVarianceIsBetter() {
        Task numbers = new NumberTask(0, 1);
        List<Target> truth = new ArrayList<>();
        List<Prediction> near = new ArrayList<>();
        List<Prediction> mean = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            truth.add(new Target.Value(i));
            near.add(new Prediction.Amount(i + (i % 2 == 0 ? 1 : -1)));
            mean.add(new Prediction.Amount(29.5));
        }
        Verdict verdict = Verdict.of(
                Evaluation.of(numbers, near, truth, 0, 0), Map.of("mean", Evaluation.of(numbers, mean, truth, 0, 0)));
        assertThat(verdict.better()).isTrue();
        assertThat(verdict.interval().low()).isPositive();
    }

    /** Of 100 examples the first so many are answered rightly. */
    private static Evaluation right(int count) {
        List<Target> truth = new ArrayList<>();
        List<Prediction> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean first = i % 2 == 0;
            truth.add(new Target.Label(first ? "a" : "b"));
            boolean saysFirst = (i < count) == first;
            answers.add(new Prediction.OneOf(
                    TASK.labels(), saysFirst ? new float[] {0.9f, 0.1f} : new float[] {0.1f, 0.9f}));
        }
        return Evaluation.of(TASK, answers, truth, 0, 0);
    }
}
