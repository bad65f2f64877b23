package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of a model once it is trained: measured, asked, damaged. */
class TrainedBundleTest {
    @TempDir
    private static Path shared;

    private static Path data;
    private static Path bundle;
    private static Called training;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws IOException {
        data = Samples.table(shared.resolve("data.csv"));
        bundle = shared.resolve("bundle");
        training = graft("train", data, "--out", bundle, "--strategy", "probe", "--json");
        assertThat(training.exit()).as("%s", training.err()).isZero();
    }

    @Test
    void trainingAnswersWithOneObject() {
        assertThat(training.out()).hasSize(1);
        JsonNode json = json(training);
        assertThat(json.path("accuracy").asDouble()).isBetween(0.75, 1.0);
        assertThat(json.path("classes").asInt()).isEqualTo(2);
        assertThat(json.path("backbone").asString()).isEqualTo("all-minilm-l6-v2");
        assertThat(json.path("strategy").asString()).isEqualTo("probe");
        assertThat(json.path("trainableParameters").asInt()).isEqualTo(384 * 2 + 2);
        assertThat(json.path("baselines").path("majority").path("accuracy").asDouble())
                .isEqualTo(0.5);
        assertThat(names(json))
                .contains("macroF1", "examples", "seconds", "examplesPerSecond", "cacheHits", "accuracyInterval");
    }

    @Test
    void whereNothingElseIsSaidFineTuningMustBeatTheProbe() throws IOException {
        Path out = folder.resolve("auto");
        Called called = graft("train", data, "--out", out, "--json");
        assertThat(called.exit()).as("%s", called.err()).isZero();

        assertThat(String.join("\n", called.err())).contains("in 3 folds", "--strategy probe");
        JsonNode json = json(called);
        String said = json.path("found").path("guard").asString();
        assertThat(said).matches("(went back to the probe|kept the probe|fine-tuning was kept): .*");
        assertThat(json.path("strategy").asString())
                .isEqualTo(said.startsWith("fine-tuning") ? "probe-finetune" : "probe");
        assertThat(json.path("notes").toString()).contains(said);
        assertThat(Files.readString(out.resolve("recipe.json"))).contains("\"guard\"", "probe-finetune");
        assertThat(Files.readString(out.resolve("graft.json"))).contains(said);
    }

    @Test
    void aSoupIsMadeOfRunsThatBeginAlike() throws IOException {
        refused(
                graft("train", data, "--out", folder.resolve("s"), "--soup", "some"),
                "--soup must be a number of runs or uniform-N, was 'some'");
        refused(
                graft("train", data, "--out", folder.resolve("s"), "--soup", "uniform-2"),
                "name --strategy probe-finetune");
        refused(
                graft("train", data, "--out", folder.resolve("s"), "--lr", "auto", "--budget", "60s"),
                "run --find-lr first");
        refused(
                graft("train", data, "--out", folder.resolve("s"), "--strategy", "probe", "--soup", "uniform-2"),
                "the head of probe begins at random; choose probe-finetune");
        Path out = folder.resolve("soup");
        Called called = graft(
                "train",
                data,
                "--out",
                out,
                "--strategy",
                "probe-finetune",
                "--epochs",
                "1",
                "--soup",
                "uniform-2",
                "--json");
        assertThat(called.exit()).as("%s", called.err()).isZero();
        assertThat(json(called).path("found").path("soup").toString()).isEqualTo("[0,1]");
        assertThat(json(called).path("notes").toString()).contains("the weights are the mean of all 2 runs");
    }

    @Test
    void theRateThatWasFoundIsToldAndTrainedBy() throws IOException {
        Path out = folder.resolve("found");
        Called called =
                graft("train", data, "--out", out, "--strategy", "last-1", "--epochs", "1", "--lr", "auto", "--json");
        assertThat(called.exit()).as("%s", called.err()).isZero();
        double rate = json(called).path("learningRate").asDouble();
        assertThat(rate).isBetween(1e-7, 1.0);
        assertThat(called.err()).anyMatch(line -> line.endsWith("learning rate found: " + rate));
        assertThat(Files.readString(out.resolve("recipe.json"))).contains("\"rate\" : " + rate);
    }

    @Test
    void trainingSaysWhetherItHelpedAndWritesAPageAndTheErrors() throws IOException {
        Path report = folder.resolve("report.html");
        Path errors = folder.resolve("errors.csv");
        Called called = graft(
                "train", data, "--out", folder.resolve("b"), "--baseline", "--report", report, "--errors", errors);
        assertThat(called.exit()).as("%s", called.err()).isZero();
        assertThat(called.out())
                .anyMatch(line -> line.matches("(Better|Worse|Not clearly better) than (tfidf|majority).*"));
        assertThat(Files.readString(report)).contains("all-minilm-l6-v2", "majority", "tfidf", "Nothing was chosen");
        assertThat(Files.readAllLines(errors)).first().isEqualTo("where,text,truth,answer,confidence");
        refused(
                graft("train", data, "--out", folder.resolve("c"), "--report", report),
                "report.html",
                "exists already",
                "--overwrite");
    }

    @Test
    void whoMeasuresOnWhatWasTrainedOnIsTold() throws IOException {
        Path page = folder.resolve("seen.html");
        Called same = graft("evaluate", bundle, data, "--report", page, "--json");
        int all = json(same).path("examples").asInt();
        int trained = json(training).path("trainExamples").asInt();
        assertThat(json(same).path("trainedOn").asInt()).isEqualTo(trained).isLessThan(all);
        assertThat(same.err())
                .anyMatch(line -> line.contains(trained + " of these " + all + " test examples were trained on by "));
        assertThat(Files.readString(page))
                .contains(trained + " of these " + all + " test examples were trained on by ");
        Path other = Samples.write(folder.resolve("other.csv"), "text,label\na brand new plane,tool\n");
        assertThat(json(graft("evaluate", bundle, other, "--json"))
                        .path("trainedOn")
                        .asInt())
                .isZero();
    }

    @Test
    void aFinishedRunIsNotResumed() throws IOException {
        refused(graft("train", data, "--out", bundle, "--resume"), "is finished", "nothing to resume");
        Path unfinished = Files.createDirectory(bundle.resolveSibling(bundle.getFileName() + ".part"));
        refused(graft("train", data, "--out", bundle, "--resume"), "goes on with --resume --overwrite");
        Files.delete(unfinished);
    }

    @Test
    void numbersAreReportedAsNumbers() throws IOException {
        StringBuilder table = new StringBuilder("text,label\n");
        for (int i = 1; i <= 40; i++) {
            table.append(i)
                    .append(" pears in basket ")
                    .append(i * 7 % 11)
                    .append(',')
                    .append(i * 1.5)
                    .append('\n');
        }
        Path prices = Samples.write(folder.resolve("prices.csv"), table.toString());
        Path report = folder.resolve("numbers.html");
        Path errors = folder.resolve("numbers.csv");
        Called called = graft(
                "train",
                prices,
                "--task",
                "regression",
                "--strategy",
                "probe",
                "--out",
                folder.resolve("n"),
                "--report",
                report,
                "--errors",
                errors);
        assertThat(called.exit()).as("%s", called.err()).isZero();
        assertThat(called.out()).anyMatch(line -> line.startsWith("  mean "));
        assertThat(Files.readString(report))
                .contains("Answer against truth", "<circle", "off by")
                .doesNotContain("confidence");
        assertThat(Files.readAllLines(errors)).first().isEqualTo("where,text,truth,answer,off");
    }

    @Test
    void anExistingBundleIsReplacedOnlyWhenAsked() {
        Called again = graft("train", data, "--out", bundle);
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).singleElement().asString().contains("--overwrite");
    }

    @Test
    void evaluationWritesAPageAndTheErrors() throws IOException {
        Path hard = Samples.write(
                folder.resolve("hard.csv"), "text,label\na sweet ripe apple,tool\n=two pears,fruit\nthe hammer,tool\n");
        Path report = folder.resolve("report.html");
        Path errors = folder.resolve("errors.csv");
        Called called = graft("evaluate", bundle, hard, "--report", report, "--errors", errors, "--json");
        assertThat(called.exit()).as("%s", called.err()).isZero();
        assertThat(json(called).path("accuracy").asDouble()).isEqualTo(2 / 3.0);
        assertThat(json(called).path("confusion").size()).isEqualTo(3);
        assertThat(Files.readString(report))
                .contains("<svg", "Most confident errors", "a sweet ripe apple")
                .doesNotContain("<script", "http:", "https:", "src=");
        assertThat(Files.readAllLines(errors)).hasSize(2).last().asString().contains("a sweet ripe apple,tool,fruit");
    }

    @Test
    void evaluationRefusesALabelThatTheModelDoesNotKnow() throws IOException {
        Path other = Samples.write(folder.resolve("other.csv"), "text,label\na cat,animal\na plum,fruit\n");
        refused(graft("evaluate", bundle, other), "other.csv, row 2", "'animal'");
    }

    @Test
    void aTableComesBackWithAnswersAndWithoutFormulas() throws IOException {
        Path table = Samples.write(folder.resolve("new.csv"), "id,text\n1,=two pears and a plum\n2,a hammer\n");
        Path out = folder.resolve("answers.csv");
        assertThat(graft("predict", bundle, table, "--out", out).exit()).isZero();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0)).isEqualTo("id,text,label,probability");
        assertThat(lines.get(1)).startsWith("1,'=two pears and a plum,fruit,0.");
        assertThat(lines.get(2)).startsWith("2,a hammer,tool,0.");
        refused(graft("predict", bundle, table, "--out", out), "exists already", "--overwrite");
        Called shown = graft("predict", bundle, table, "--top", "2");
        assertThat(shown.out().get(0)).isEqualTo("id,text,label_1,probability_1,label_2,probability_2");
    }

    @Test
    void filesAndFoldersAreAnsweredOneByOne() throws IOException {
        Path letters = Files.createDirectory(folder.resolve("letters"));
        Samples.write(letters.resolve("b.txt"), "a drill");
        Samples.write(letters.resolve("a.txt"), "a plum");
        Path note = Samples.write(folder.resolve("注.txt"), "a saw");
        Called called = graft("predict", bundle, letters, note, "--json");
        assertThat(called.exit()).isZero();
        JsonNode predictions = json(called).path("predictions");
        assertThat(StreamSupport.stream(predictions.spliterator(), false)
                        .map(p -> p.path("label").asString()))
                .containsExactly("fruit", "tool", "tool");
        assertThat(predictions.get(2).path("input").asString()).endsWith("注.txt");
        assertThat(predictions.get(0).path("top").size()).isEqualTo(1);
    }

    @Test
    void textsLongerThanTheModelReadsAreCounted() throws IOException {
        Path lengthy = Samples.write(folder.resolve("lengthy.txt"), "a plum and a pear ".repeat(200));
        Called called = graft("predict", bundle, lengthy, "--json");
        assertThat(json(called).path("cut").asInt()).isEqualTo(1);
        assertThat(called.err()).last().asString().contains("1 text was cut");
    }

    @Test
    void textsOfAnotherLanguageThanTheEncodersAreNoticed() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 8; i++) {
            rows.append("房间很干净服务热情早餐丰富").append(i).append(",good\n");
            rows.append("设施陈旧噪音太大态度冷淡").append(i).append(",bad\n");
        }
        Path table = Samples.write(folder.resolve("hotels.csv"), rows.toString());
        Called called = graft("train", table, "--strategy", "probe", "--out", folder.resolve("hotels.graft"));
        assertThat(called.exit()).isZero();
        assertThat(called.out())
                .anySatisfy(line -> assertThat(line)
                        .contains("all-minilm-l6-v2 knows no word for")
                        .contains("graft models"));
    }

    @Test
    void answersAreWrittenInTheFormThatTheirNameSays() throws IOException {
        Path table = Samples.table(folder.resolve("asked.csv"));
        Called called = graft("predict", bundle, table, "--out", folder.resolve("answers.jsonl"));
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.err())
                .last()
                .asString()
                .contains("--out must end in .csv")
                .contains("asked.csv")
                .contains("answers.jsonl");
        assertThat(folder.resolve("answers.jsonl")).doesNotExist();
        Path note = Samples.write(folder.resolve("asked.txt"), "a plum");
        assertThat(graft("predict", bundle, note, "--out", folder.resolve("answers.tsv"))
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void textsWithoutAWordAreCounted() throws IOException {
        Path empty = Samples.write(folder.resolve("empty.txt"), " \n");
        Called called = graft("predict", bundle, empty, "--json");
        assertThat(json(called).path("predictions").size()).isEqualTo(1);
        assertThat(called.err()).last().asString().contains("1 text without a word");
    }

    @Test
    void belowTheThresholdNoLabelIsGiven() throws IOException {
        Path note = Samples.write(folder.resolve("note.txt"), "a plum");
        JsonNode answer = json(graft("predict", bundle, note, "--threshold", "1", "--json"))
                .path("predictions")
                .get(0);
        assertThat(answer.path("label").isNull()).isTrue();
        assertThat(answer.path("probability").asDouble()).isBetween(0.5, 1.0);
    }

    @Test
    void answersOfFilesGoToATable() throws IOException {
        Path note = Samples.write(folder.resolve("=note, 1.txt"), "a plum");
        Path out = folder.resolve("files.csv");
        assertThat(graft("predict", bundle, note, "--out", out).exit()).isZero();
        assertThat(Files.readAllLines(out))
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.get(0)).isEqualTo("path,label,probability"))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("\"").contains("=note, 1.txt\","));
        refused(graft("predict", bundle, note, "--out", out), "exists already", "--overwrite");
    }

    @Test
    void inputsThatCannotBeAnsweredAreRefused() throws IOException {
        Path note = Samples.write(folder.resolve("note.txt"), "a plum");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        refused(graft("predict", bundle, folder.resolve("none.txt")), "none.txt", "there is no such file");
        refused(graft("predict", bundle, empty), "holds no .txt file");
        refused(graft("predict", bundle, note, data), "must be the only input");
        refused(graft("predict", bundle, "-", "--out", folder.resolve("x.csv")), "--out is for tables and files");
        refused(graft("predict", bundle, note, "--top", "0"), "--top must be at least 1");
        refused(graft("predict", folder.resolve("none"), note), "is no bundle");
        refused(graft("predict", empty, note), "is no bundle");
    }

    @Test
    void featuresComeInTheOrderOfTheData() throws IOException {
        Path csv = folder.resolve("features.csv");
        Called called = graft("features", "all-minilm-l6-v2", data, "--out", csv, "--json");
        assertThat(json(called).path("rows").asInt()).isEqualTo(20);
        assertThat(json(called).path("width").asInt()).isEqualTo(384);
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows).hasSize(21);
        Path last = Samples.write(folder.resolve("last.csv"), "text\na level and a plumb line\n");
        Path one = folder.resolve("one.csv");
        assertThat(graft("features", bundle, last, "--out", one).exit()).isZero();
        double[] expected = numbers(rows.get(20));
        double[] found = numbers(Files.readAllLines(one).get(1));
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @Test
    void aBundleKnowsItsTablesAndItsWeights() throws IOException {
        StringBuilder rows = new StringBuilder("id,words,label\n");
        for (int i = 1; i <= 40; i++) {
            rows.append(i)
                    .append(',')
                    .append(i)
                    .append(" pears in basket ")
                    .append(i * 7 % 11)
                    .append(',')
                    .append(i * 1.5)
                    .append('\n');
        }
        Path prices = Samples.write(folder.resolve("prices.csv"), rows.toString());
        Path priced = folder.resolve("priced");
        Called trained = graft(
                "train",
                prices,
                "--text-column",
                "words",
                "--task",
                "regression",
                "--strategy",
                "probe",
                "--out",
                priced);
        assertThat(trained.exit()).as("%s", trained.err()).isZero();

        Path open = Samples.write(folder.resolve("open.csv"), "id,words,label\n1,3 pears,TBD\n\n2,4 pears,2.5\n");
        Called answered = graft("predict", priced, open, "--json");
        assertThat(answered.exit()).as("%s", answered.err()).isZero();
        assertThat(json(answered).path("predictions").size()).isEqualTo(2);
        assertThat(answered.err()).contains("graft: 1 blank lines were skipped");

        Path features = folder.resolve("features.csv");
        Called made = graft("features", priced, open, "--out", features);
        assertThat(made.exit()).as("%s", made.err()).isZero();
        assertThat(Files.readAllLines(features)).hasSize(3);
        refused(
                graft("features", priced, open, "--weights", features, "--out", folder.resolve("more.csv")),
                "--weights is for a network of 'graft models'; a bundle brings its own");
    }

    @Test
    void aDamagedBundleIsRefused() throws IOException {
        Path note = Samples.write(folder.resolve("note.txt"), "a plum");
        Path flipped = Samples.copy(bundle, folder.resolve("flipped"));
        try (RandomAccessFile file =
                new RandomAccessFile(flipped.resolve("head.safetensors").toFile(), "rw")) {
            file.seek(file.length() - 5);
            int old = file.read();
            file.seek(file.length() - 5);
            file.write(old ^ 1);
        }
        refused(graft("predict", flipped, note), "head.safetensors", "damaged");
        refused(
                graft("train", data, "--backbone", flipped, "--out", folder.resolve("next")),
                "head.safetensors",
                "damaged");
        Path cut = Samples.copy(bundle, folder.resolve("cut"));
        try (RandomAccessFile file =
                new RandomAccessFile(cut.resolve("head.safetensors").toFile(), "rw")) {
            file.setLength(100);
        }
        refused(graft("predict", cut, note), "head.safetensors", "damaged");
        Path lacking = Samples.copy(bundle, folder.resolve("lacking"));
        Files.delete(lacking.resolve("head.safetensors"));
        refused(graft("evaluate", lacking, data), "lacks its part head.safetensors");
        Path newer = Samples.copy(bundle, folder.resolve("newer"));
        Path manifest = newer.resolve("graft.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"format\" : 1", "\"format\" : 3"));
        refused(graft("predict", newer, note), "newer Graft", "Update Graft");
    }

    private static JsonNode json(Called called) {
        return JsonMapper.shared().readTree(called.last());
    }

    private static List<String> names(JsonNode json) {
        return List.copyOf(json.propertyNames());
    }

    private static double[] numbers(String row) {
        return java.util.Arrays.stream(row.split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static void refused(Called called, String... said) {
        assertThat(called.err())
                .singleElement()
                .asString()
                .startsWith("graft: ")
                .contains(said)
                .doesNotContain("Exception");
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.out()).isEmpty();
    }
}
