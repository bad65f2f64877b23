package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Dataset;
import dev.graft.data.TableOptions;
import dev.graft.data.TextTable;
import dev.graft.model.Model;
import dev.graft.transfer.MultiTask;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Models that learned from another, or several things at once. */
class TaughtTest {
    @TempDir
    private Path folder;

    @Test
    void aPupilLearnsFromABundle() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Path teacher = folder.resolve("teacher");
        assertThat(graft("train", data, "--out", teacher).exit()).isZero();

        Called taught = graft(
                "train",
                data,
                "--out",
                folder.resolve("pupil"),
                "--strategy",
                "distil",
                "--teacher",
                teacher,
                "--epochs",
                "2",
                "--set",
                "temperature=3",
                "--json");
        assertThat(taught.exit()).as("%s", taught.err()).isZero();
        assertThat(JsonMapper.shared().readTree(taught.last()).path("strategy").asString())
                .isEqualTo("distil");

        Path out = folder.resolve("none");
        refused(graft("train", data, "--out", out, "--strategy", "distil"), "name its bundle by --teacher");
        refused(graft("train", data, "--out", out, "--teacher", teacher), "choose --strategy distil");
        refused(
                graft("train", data, "--out", out, "--strategy", "distil", "--teacher", folder),
                "is no bundle, as a teacher must be");
        refused(graft("train", data, "--out", out, "--strategy", "stochnorm"), "strategy stochnorm is for pictures");
        assertThat(out).doesNotExist();
    }

    @Test
    void oneOfSeveralOutputsIsAskedByItsName() throws IOException {
        Path kinds = Samples.table(folder.resolve("kinds.csv"));
        Path sides = Samples.write(
                folder.resolve("sides.csv"),
                "text,label\nyes please,for\nI agree,for\nno thanks,against\nI object,against\n");
        Map<String, Dataset<?>> data = new LinkedHashMap<>();
        data.put("kind", TextTable.open(kinds, TableOptions.DEFAULTS));
        data.put("side", TextTable.open(sides, TableOptions.DEFAULTS));
        Path bundle = folder.resolve("both");
        try (Model both = MultiTask.by(
                        Transfer.from("all-minilm-l6-v2").by(Strategies.named("last-1", dev.graft.data.Modality.TEXT)))
                .fit(data, 42)) {
            both.save(bundle);
        }

        Called side = graft("evaluate", bundle, sides, "--output", "side", "--json");
        assertThat(side.exit()).as("%s", side.err()).isZero();
        assertThat(JsonMapper.shared().readTree(side.last()).path("accuracy").isNumber())
                .isTrue();
        Path answers = folder.resolve("answers.csv");
        assertThat(graft("predict", bundle, sides, "--output", "side", "--out", answers)
                        .exit())
                .isZero();
        assertThat(java.nio.file.Files.readString(answers)).containsAnyOf(",for,", ",against,");
        assertThat(graft("evaluate", bundle, kinds).exit()).isZero();
        refused(
                graft("evaluate", bundle, sides, "--output", "sides"),
                "unknown output 'sides'",
                "did you mean 'side'?");
        refused(graft("predict", bundle, sides, "--output", "sides"), "did you mean 'side'?");
    }

    private static void refused(Called called, String... words) {
        assertThat(called.exit()).as("%s %s", called.out(), called.err()).isEqualTo(2);
        assertThat(called.err().get(called.err().size() - 1)).contains(words);
    }
}
