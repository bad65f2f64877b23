package dev.graft.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Dataset;
import dev.graft.data.Labels;
import dev.graft.data.TableOptions;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.metric.Accuracy;
import dev.graft.model.OneLabel;
import dev.graft.testing.SharedData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Accuracies of scikit-learn 1.9.1 with the same settings on the same parts, two texts more or less: {@code
 * TfidfVectorizer(ngram_range=(1, 2), min_df=2)} and {@code LogisticRegression(tol=1e-9)}. SST-2 is known by 0.797.
 */
@Tag("realdata")
class TfIdfYardstickTest {
    @ParameterizedTest
    @CsvSource({
        "sst2/train.tsv, sst2/dev.tsv, sentence, false, 10, 0.7947, 0.0025",
        "sst2/train.tsv, sst2/dev.tsv, sentence, true, 1, 0.7959, 0.0025",
        "sst2/train.tsv, sst2/dev.tsv, sentence, true, 10, 0.797, 0.0025",
        "sst2/train.tsv, sst2/dev.tsv, sentence, true, 0, 0.797, 0.005",
        "imdb/train.jsonl, imdb/test.jsonl, text, true, 10, 0.8387, 0.0025",
        "imdb/train.jsonl, imdb/test.jsonl, text, true, 0, 0.839, 0.006",
        "chnsenticorp_htl/train.tsv, chnsenticorp_htl/test.tsv, text, true, 0, 0.88, 0.03",
    })
    void reachesScikitLearnsAccuracy(
            String train, String test, String text, boolean sublinear, double strength, double accuracy, double near)
            throws Exception {
        TableOptions options = TableOptions.DEFAULTS.withTextColumn(text).withLabelColumn("label");
        Dataset<Text> learned = TextTable.open(SharedData.path("text/" + train), options);
        Dataset<Text> asked = TextTable.open(SharedData.path("text/" + test), options);
        OneLabel task = new OneLabel(Labels.of(learned));

        Baseline.Answers said = new TfIdf(sublinear, 2, strength).answers(learned, asked, task, 42);

        List<Target> truth = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            truth.add(asked.target(i));
        }
        assertThat(new Accuracy().of(task.score(said.predictions(), truth)))
                .as("%s", said.found())
                .isEqualTo(accuracy, within(near));
    }
}
