package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
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
                "text,label,how\n"
                        + "yes please,for,kindly\nI agree,for,plainly\nyes of course,for,kindly\nI am for it,for,plainly\n"
                        + "you are right,for,kindly\nno thanks,against,kindly\nI object,against,plainly\n"
                        + "not at all,against,plainly\nsorry I cannot,against,kindly\nI refuse,against,plainly\n");
        Path bundle = folder.resolve("both");
        Called learned = graft(
                "multitask",
                "kind=" + kinds,
                "side=" + sides,
                "manner=" + sides,
                "--labels",
                "manner=how",
                "--weight",
                "manner=0.5",
                "--strategy",
                "last-1",
                "--epochs",
                "1",
                "--out",
                bundle,
                "--json");
        assertThat(learned.exit()).as("%s", learned.err()).isZero();
        JsonNode outputs = JsonMapper.shared().readTree(learned.last()).path("outputs");
        assertThat(outputs.propertyNames()).containsExactly("kind", "side", "manner");
        assertThat(outputs.path("manner").path("accuracy").isNumber()).isTrue();
        assertThat(outputs.path("side")
                        .path("baselines")
                        .path("majority")
                        .path("accuracy")
                        .isNumber())
                .isTrue();
        assertThat(bundle.resolve("README.md")).content().contains("| manner |");
        assertThat(bundle.resolve("multitask.json")).content().doesNotContain(folder.toString());

        Called side = graft("evaluate", bundle, sides, "--output", "side", "--json");
        assertThat(side.exit()).as("%s", side.err()).isZero();
        assertThat(JsonMapper.shared().readTree(side.last()).path("accuracy").isNumber())
                .isTrue();
        Path answers = folder.resolve("answers.csv");
        assertThat(graft("predict", bundle, sides, "--output", "side", "--out", answers)
                        .exit())
                .isZero();
        assertThat(java.nio.file.Files.readString(answers)).containsAnyOf(",for,", ",against,");
        Called manner = graft("evaluate", bundle, sides, "--output", "manner", "--json");
        assertThat(manner.exit()).as("%s", manner.err()).isZero();
        assertThat(JsonMapper.shared().readTree(manner.last()).path("perClass").toString())
                .contains("kindly", "plainly")
                .doesNotContain("against");
        Called seen = graft("evaluate", bundle, kinds);
        assertThat(seen.exit()).isZero();
        assertThat(seen.err()).anyMatch(line -> line.contains("examples were trained on"));
        refused(
                graft("evaluate", bundle, sides, "--output", "sides"),
                "unknown output 'sides'",
                "did you mean 'side'?");
        refused(graft("predict", bundle, sides, "--output", "sides"), "did you mean 'side'?");
        assertThat(graft("predict", bundle, sides).err())
                .anyMatch(line -> line.matches(".*answering \\w+, not \\w+.*; --output NAME asks for another"));
    }

    /** A time that is enough leaves the steps of a run without one; one that is not gives probes. */
    @Test
    void severalTasksKeepWithinABudget() throws IOException {
        Path kinds = Samples.table(folder.resolve("kinds.csv"));
        Path sides = Samples.table(folder.resolve("sides.csv"));
        Path tests = Samples.write(
                folder.resolve("tests.csv"),
                java.nio.file.Files.readString(sides).replace("\",", " indeed\","));
        Path bundle = folder.resolve("timed.graft");
        refused(
                graft("multitask", "kind=" + kinds, "side=" + sides, "--test", "side=" + kinds, "--out", bundle),
                "kinds.csv",
                "of its 16 training examples are what another task is measured by");
        Called learned = graft(
                "multitask",
                "kind=" + kinds,
                "side=" + sides,
                "--test",
                "side=" + tests,
                "--budget",
                "1s",
                "--out",
                bundle,
                "--json");
        assertThat(learned.exit()).as("%s", learned.err()).isZero();
        JsonNode result = JsonMapper.shared().readTree(learned.last());
        assertThat(result.path("strategy").asString()).isEqualTo("probe");
        assertThat(result.path("notes").toString()).contains("the budget was too short for strategy finetune");
        assertThat(learned.err()).anyMatch(line -> line.contains("you get the probe"));
        JsonNode recipe =
                JsonMapper.shared().readTree(java.nio.file.Files.readString(bundle.resolve("multitask.json")));
        assertThat(recipe.path("test").path("side").asString()).isEqualTo("tests.csv");
        assertThat(recipe.path("shared").path("extent").path("budget").asDouble())
                .isZero();
        assertThat(graft("evaluate", bundle, tests, "--output", "side").exit()).isZero();
    }

    /** What is left out of training, as both tasks are measured by it, flatters neither. */
    @Test
    void tasksOfOneTableAreMeasuredByWhatNoneLearns() throws IOException {
        StringBuilder all = new StringBuilder("text,label,how\n");
        StringBuilder some = new StringBuilder("text,label,how\n");
        String[] words = {"apple", "river", "stone", "cloud", "table", "horse", "paper", "music", "green", "seven"};
        for (int i = 0; i < 40; i++) {
            String row = words[i % 10] + " and " + words[i / 4 % 10] + " number " + words[(i * 7 + 3) % 10] + i + ","
                    + (i % 2 == 0 ? "for" : "against") + "," + (i % 3 == 0 ? "kindly" : "plainly") + "\n";
            all.append(row);
            some.append(i < 12 ? row : "");
        }
        Path table = Samples.write(folder.resolve("table.csv"), all.toString());
        Path tests = Samples.write(folder.resolve("some.csv"), some.toString());
        Called learned = graft(
                "multitask",
                "side=" + table,
                "manner=" + table,
                "--labels",
                "manner=how",
                "--test",
                "side=" + tests,
                "--test",
                "manner=" + tests,
                "--valid",
                "side=0.25",
                "--strategy",
                "probe",
                "--out",
                folder.resolve("two.graft"),
                "--json");
        assertThat(learned.exit()).as("%s", learned.err()).isZero();
        JsonNode result = JsonMapper.shared().readTree(learned.last());
        assertThat(result.path("outputs").path("manner").path("trainExamples").asInt())
                .isEqualTo(28);
        assertThat(result.path("outputs").path("manner").path("notes").toString())
                .contains("left out of training, as another task is measured by them: 12 examples")
                .doesNotContain("stand in the training part");
        assertThat(result.path("notes").toString())
                .contains("side: strategy probe has nothing to judge by a validation part, so its")
                .doesNotContain("manner:");
    }

    @Test
    void severalTasksAreRefusedWhereTheyDoNotFit() throws IOException {
        Path kinds = Samples.table(folder.resolve("kinds.csv"));
        Path out = folder.resolve("none");
        String one = "a=" + kinds;
        String two = "b=" + Samples.table(folder.resolve("more.csv"));
        refused(graft("multitask", one, "--out", out), "at least 2");
        refused(
                graft("multitask", one, "b=" + kinds, "--out", out),
                "tasks 'a' and 'b' learn the same column of",
                "--labels b=COLUMN");
        refused(graft("multitask", one, kinds, "--out", out), "wants NAME=VALUE");
        refused(graft("multitask", one, one, "--out", out), "'a' is given twice");
        refused(graft("multitask", one, two, "--out", out, "--weight", "c=2"), "unknown task in --weight 'c'");
        refused(graft("multitask", one, two, "--out", out, "--weight", "b=-2"), "--weight must be above 0");
        refused(graft("multitask", one, two, "--out", out, "--labels", "b=none"), "none");
        refused(graft("multitask", one, two, "--out", out, "--power", "2"), "power must be in [0, 1]");
        refused(graft("multitask", "a=none.csv", two, "--out", out, "--power", "-1"), "--power must be in [0, 1]");
        refused(graft("multitask", "a b=none.csv", two, "--out", out), "letters, digits, _ and -, was 'a b'");
        refused(graft("multitask", "a=", two, "--out", out), "multitask wants something after 'a='");
        refused(graft("multitask", one, two, "--out", out, "--labels", "b="), "--labels wants something after 'b='");
        refused(graft("multitask", "a=\0", two, "--out", out), "cannot be the name of a file");
        refused(graft("multitask", one, two, "--out", out, "--threshold", "0.4"), "--threshold is for several labels");
        Path numbers = Samples.write(folder.resolve("numbers.csv"), "text,label\na b,1.5\nc d,2.5\n");
        Path others = Samples.write(folder.resolve("others.csv"), "text,label\na b,3.5\nc d,2.5\n");
        refused(
                graft("multitask", "a=" + numbers, "b=" + others, "--out", out, "--balance"),
                "--balance does not fit numbers");
        refused(graft("multitask", one, two, "--out", out, "--strategy", "contrastive"), "learns one task");
        refused(graft("multitask", one, two, "--out", out, "--strategy", "auto"), "learn one task");
        refused(graft("multitask", one, two, "--out", out, "--test", "c=x.csv"), "unknown task in --test 'c'");
        refused(graft("multitask", one, two, "--out", out, "--valid", "b=none.csv"), "none.csv");
        refused(graft("multitask", one, two, "--out", out, "--budget", "0s"), "--budget");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"hybrid, --seed, 7", "prefix, --epochs, 2", "prompt, --epochs, 2"})
    void whatIsForTextsAloneIsTakenForThem(String strategy, String option, String value) throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Called trained =
                graft("train", data, "--out", folder.resolve("out"), "--strategy", strategy, option, value, "--json");
        assertThat(trained.exit()).as("%s", trained.err()).isZero();
        assertThat(JsonMapper.shared().readTree(trained.last()).path("strategy").asString())
                .isEqualTo(strategy);
    }

    private static void refused(Called called, String... words) {
        assertThat(called.exit()).as("%s %s", called.out(), called.err()).isEqualTo(2);
        assertThat(called.err().get(called.err().size() - 1)).contains(words);
    }
}
