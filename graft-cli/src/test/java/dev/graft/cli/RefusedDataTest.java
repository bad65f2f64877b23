package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bad input ends with exit code 2 and one line that names it; with {@code --json} also with one object. */
class RefusedDataTest {
    @TempDir
    private Path folder;

    @Test
    void missingFile() throws IOException {
        Samples.table(folder.resolve("reviews.csv"));
        refused(folder.resolve("revews.csv"), "there is no such file", "reviews.csv");
    }

    @Test
    void emptyFile() throws IOException {
        refused(table(""), "data.csv", "empty");
    }

    @Test
    void headerOnly() throws IOException {
        refused(table("text,label\n"), "a header but no rows");
    }

    @Test
    void labelColumnThatDoesNotExist() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        refused(data, "no column 'lable'", "'label'", "--label-column", "lable");
    }

    @Test
    void oneClassOnly() throws IOException {
        refused(table("text,label\na b,x\nc d,x\ne f,x\ng h,x\ni j,x\n"), "one class only");
    }

    @Test
    void classWithOneExample() throws IOException {
        refused(table("text,label\na b,x\nc d,x\ne f,x\ng h,x\ni j,y\n"), "one example only");
    }

    @Test
    void unequalRows() throws IOException {
        refused(table("text,label\na b,x\nc d,x,z\ne f,y\n"), "row 3");
    }

    @Test
    void notUtf8() throws IOException {
        Path data =
                Files.write(folder.resolve("data.csv"), "text,label\n好的,x\n坏的,y\n".getBytes(Charset.forName("GBK")));
        refused(data, "UTF-8");
    }

    @Test
    void nulByte() throws IOException {
        refused(table("text,label\na\0b,x\nc d,y\n"), "NUL");
    }

    @Test
    void fieldAboveSixteenMegabytes() throws IOException {
        refused(table("text,label\n\"" + "a".repeat(17 << 20) + "\",x\nc d,y\n"), "16 MB");
    }

    @Test
    void unknownLabelInTheTestFile() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Path test = Samples.write(folder.resolve("test.csv"), "text,label\na pear,fruit\na cat,animal\n");
        refused(data, "test.csv, row 3", "'animal'", "--test", test.toString());
    }

    @Test
    void dataThatCannotBeRead() throws IOException {
        refused(Samples.write(folder.resolve("data.xlsx"), "x"), ".csv");
    }

    @Test
    void optionsThatDoNotFitTheTask() throws IOException {
        Path numbers = table("text,label\na b,1.5\nc d,2.5\ne f,3.5\ng h,0.5\n");
        refused(numbers, "--balance does not fit numbers", "leave it out", "--balance");
        Path classes = Samples.table(folder.resolve("classes.csv"));
        refused(classes, "--threshold is for several labels", "--threshold", "--threshold", "0.4");
        refused(
                classes,
                "--label-smoothing does not fit strategy probe",
                "finetune",
                "--label-smoothing",
                "0.1",
                "--strategy",
                "probe");
        Path several = Samples.write(folder.resolve("several.csv"), "text,label\na b,x|y\nc d,y\ne f,x\ng h,y\n");
        refused(
                several,
                "--label-smoothing is for data with one label a row",
                "leave it out",
                "--label-separator",
                "|",
                "--label-smoothing",
                "0.1",
                "--strategy",
                "finetune");
        refused(classes, "does not fit --task regression", "", "--label-separator", "|", "--task", "regression");
    }

    private Path table(String text) throws IOException {
        return Samples.write(folder.resolve("data.csv"), text);
    }

    private void refused(Path data, String said) {
        refused(data, said, "");
    }

    private void refused(Path data, String said, String also, String... more) {
        Object[] args = new Object[5 + more.length];
        System.arraycopy(new Object[] {"train", data, "--out", folder.resolve("bundle"), "--json"}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        Called called = Called.graft(args);
        assertThat(called.err()).hasSize(1);
        assertThat(called.err().get(0))
                .startsWith("graft: ")
                .contains(said)
                .contains(also)
                .doesNotContain("Exception")
                .doesNotContain("dev.graft");
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.out()).hasSize(1);
        JsonNode error = JsonMapper.shared().readTree(called.last()).path("error");
        assertThat(error.path("code").asString()).isIn("bad-input", "bad-arguments");
        assertThat("graft: " + error.path("message").asString())
                .isEqualTo(called.err().get(0));
        assertThat(folder.resolve("bundle")).doesNotExist();
    }
}
