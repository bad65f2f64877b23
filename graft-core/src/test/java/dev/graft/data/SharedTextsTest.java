package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.SharedData;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads every table of texts of the shared data; the counts are those of their README. */
@Tag("realdata")
class SharedTextsTest {

    @ParameterizedTest
    @CsvSource({
        "sst2/train.tsv, 6920, 2, sentence, label",
        "sst2/dev.tsv, 872, 2, sentence, label",
        "trec/train.tsv, 5452, 6, question, coarse",
        "trec/test.tsv, 500, 6, question, coarse",
        "trec/train.tsv, 5452, 50, question, fine",
        "ag_news/train.csv, 4800, 4, description, label",
        "ag_news/test.csv, 1200, 4, description, label",
        "imdb/train.jsonl, 1200, 2, text, label",
        "imdb/test.jsonl, 800, 2, text, label",
        "sms_spam/train.tsv, 3300, 2, text, label",
        "sms_spam/test.tsv, 900, 2, text, label",
        "chnsenticorp_htl/train.tsv, 2400, 2, text, label",
        "chnsenticorp_htl/test.tsv, 800, 2, text, label",
        "banking77/train.csv, 10003, 77, text, category",
        "banking77/test.csv, 3080, 77, text, category",
    })
    void readsEveryRow(String file, int rows, int classes, String text, String label) throws Exception {
        TextTable table = TextTable.open(
                SharedData.path("text/" + file),
                TableOptions.DEFAULTS.withTextColumn(text).withLabelColumn(label));

        assertThat(table.size()).isEqualTo(rows);
        assertThat(table.kind()).isEqualTo(TargetKind.LABEL);
        assertThat(Labels.of(table).size()).isEqualTo(classes);
        assertThat(table.notes()).isEmpty();
        TrainingCheck.of(table);
    }

    @Test
    void readsTheQuotesOfTheMessagesAsTheyStand() throws Exception {
        Dataset<Text> messages = TextData.open(SharedData.path("text/sms_spam/train.tsv"));

        assertThat(messages.get(0).input().first())
                .startsWith("\"Bloody hell, cant believe")
                .endsWith("m... \"");
    }

    @Test
    void readsTextsWithoutLabels() throws Exception {
        TextTable table = TextTable.open(
                SharedData.path("text/imdb/unlabelled.jsonl"), TableOptions.DEFAULTS.withRequireLabels(false));

        assertThat(table.size()).isEqualTo(1200);
        assertThat(Facts.of(table).kind()).isEqualTo(Optional.empty());
    }

    @Test
    void splitsRealTextsInProportionAndWithoutLeaks() throws Exception {
        Dataset<Text> intents = TextData.open(SharedData.path("text/banking77/train.csv"));
        Split<Text> split = intents.split(0.8, 42);

        assertThat(split.test().size()).isEqualTo(2001);
        assertThat(Duplicates.across(split.train(), split.test()).isEmpty()).isTrue();
        Facts whole = Facts.of(intents);
        Facts test = Facts.of(split.test());
        whole.counts()
                .forEach((name, count) -> assertThat(test.counts().get(name))
                        .as(name)
                        .isBetween((int) Math.floor(0.2 * count - 1), (int) Math.ceil(0.2 * count + 1)));
    }

    /** The published draws of MTEB's Banking77; the first picks by the same rule in Python with NumPy 2.4.6. */
    @Test
    void drawsThePublishedFewShots() throws Exception {
        Dataset<Text> intents = TextData.open(SharedData.path("text/banking77/train.csv"));
        var draws = FewShot.indices(intents, 8, 10, 42);

        assertThat(draws).hasSize(10).allSatisfy(draw -> assertThat(draw).hasSize(616));
        assertThat(draws.get(0)).startsWith(FIRST);
        assertThat(draws.get(9)).startsWith(LAST);
    }

    private static final int[] FIRST = {6883, 5836, 8601, 2545, 8697, 5573, 576, 6832};
    private static final int[] LAST = {8084, 7059, 1803, 5354, 5391, 8500, 3749, 47};
}
