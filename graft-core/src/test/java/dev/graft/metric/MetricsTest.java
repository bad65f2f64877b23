package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void namesAreTheKeysInJsonAndUnique() {
        assertThat(Metrics.ALL)
                .extracting(Metric::name)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder(
                        "accuracy",
                        "balancedAccuracy",
                        "microPrecision",
                        "macroPrecision",
                        "weightedPrecision",
                        "microRecall",
                        "macroRecall",
                        "weightedRecall",
                        "microF1",
                        "macroF1",
                        "weightedF1",
                        "matthews",
                        "rocAuc",
                        "logLoss",
                        "brier",
                        "calibrationError",
                        "r2",
                        "meanAbsoluteError",
                        "rootMeanSquaredError",
                        "spearman",
                        "pearson");
    }

    @Test
    void eachKindHasItsMetricsTheMainOneFirst() {
        assertThat(Metrics.names(Scored.Kind.ONE_LABEL))
                .startsWith("accuracy")
                .contains("calibrationError", "matthews");
        assertThat(Metrics.names(Scored.Kind.SEVERAL_LABELS))
                .startsWith("macroF1")
                .contains("accuracy", "rocAuc")
                .doesNotContain("matthews", "r2");
        assertThat(Metrics.names(Scored.Kind.NUMBERS))
                .containsExactly("r2", "meanAbsoluteError", "rootMeanSquaredError", "spearman", "pearson");
    }

    @Test
    void findsByNameAndHelpsWithMistypedOnes() {
        assertThat(Metrics.named("macroF1")).isEqualTo(new F1(Average.MACRO));
        assertThatThrownBy(() -> Metrics.named("acuracy"))
                .isInstanceOf(BadArgument.class)
                .hasMessageStartingWith("unknown metric 'acuracy'; did you mean 'accuracy'?");
    }

    @Test
    void valuesComeByNameInOrder() {
        Scored scored = Answered.classes(2, new int[] {0, 1, 1}, new int[] {0, 1, 0});

        assertThat(Metrics.values(scored).keySet()).containsExactlyElementsOf(Metrics.names(scored.kind()));
        assertThat(Metrics.values(scored)).containsEntry("accuracy", 2 / 3.0).containsEntry("macroRecall", 0.75);
    }

    @Test
    void proportionsHaveWilsonsIntervalAndTheRestTheBootstraps() {
        Scored scored = Answered.random(Scored.Kind.ONE_LABEL, 120, 3, 0.6, 8);
        Metric f1 = new F1(Average.MACRO);
        long right = new Accuracy().count(scored);

        var intervals = Metrics.intervals(List.of(f1, new Accuracy()), scored, 300, 5, 0.95);

        assertThat(intervals.keySet()).containsExactly("macroF1", "accuracy");
        assertThat(intervals.get("accuracy")).isEqualTo(Wilson.interval(right, 120, 0.95));
        assertThat(intervals.get("macroF1")).isEqualTo(Bootstrap.interval(f1, scored, 300, 5, 0.95));
    }

    @Test
    void anIntervalCannotEndBeforeItBegins() {
        assertThatThrownBy(() -> new Interval(2, 1))
                .hasMessage("an interval must not end before it begins, was 2.0 to 1.0");
        assertThatThrownBy(() -> new Interval(Double.NaN, 1)).isInstanceOf(BadArgument.class);
        assertThat(Interval.UNKNOWN.contains(1)).isFalse();
    }
}
