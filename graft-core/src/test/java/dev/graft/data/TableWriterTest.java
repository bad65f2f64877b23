package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableWriterTest {
    private static final TableOptions PREDICT = TableOptions.DEFAULTS.withRequireLabels(false);

    @TempDir
    Path folder;

    @Test
    void appendsAnswersAndKeepsSeparatorQuotesAndLineEnds() throws Exception {
        assertThat(written("a.csv", "id;text\r\n1;a, b\r\n2;\"x;\"\"y\"\r\n", i -> List.of("pos", 0.5)))
                .isEqualTo("id;text;label;probability\r\n1;a, b;pos;0.5\r\n2;\"x;\"\"y\";pos;0.5\r\n");
        assertThat(written("b.csv", "\ufeff\"id\",\"text\"\n\"1\",\"a\"\n", i -> List.of("pos", -1)))
                .isEqualTo("\ufeff\"id\",\"text\",\"label\",\"probability\"\n\"1\",\"a\",\"pos\",\"-1\"\n");
        assertThat(written("c.tsv", "text\tlabel\n\"odd\tx\n", i -> List.of("a\tb", 1)))
                .isEqualTo("text\tlabel\tlabel_2\tprobability\n\"odd\tx\ta b\t1\n");
        assertThat(written("d.jsonl", "{\"text\": \"=1\", \"n\": {}}\n", i -> List.of("a\"b", 0.25)))
                .isEqualTo("{\"text\": \"=1\", \"n\": {}, \"label\":\"a\\\"b\",\"probability\":0.25}\n");
    }

    @Test
    void writesNoCellThatASpreadsheetComputes() throws Exception {
        String out = written(
                "f.csv", "text,n\n=HYPERLINK(1),-1\n@x,+1.5e3\n- fine,-1-1\n＝1,=\n", i -> List.of("+label", -0.5));

        assertThat(out.lines().skip(1))
                .containsExactly(
                        "'=HYPERLINK(1),-1,'+label,-0.5",
                        "'@x,+1.5e3,'+label,-0.5",
                        "'- fine,'-1-1,'+label,-0.5",
                        "'＝1,'=,'+label,-0.5");
    }

    @Test
    void refusesATableThatChangedAndLeavesNothingBehind() throws Exception {
        Path file = Texts.file(folder, "a.csv", "text\none\ntwo\n");
        TextTable table = TextTable.open(file, PREDICT);
        Path out = folder.resolve("out.csv");
        Files.writeString(out, "old");

        for (String changed : List.of("text\none\n", "text\none\nzwei\n", "text\none\ntwo\nthree\n")) {
            Files.writeString(file, changed);
            assertThatThrownBy(() -> TableWriter.write(table, out, List.of("label"), i -> List.of("x")))
                    .hasMessageContaining("a.csv: changed since it was read");
        }
        assertThat(out).hasContent("old");
        assertThat(folder.resolve("out.csv.part")).doesNotExist();
        assertThatThrownBy(() -> TableWriter.write(table, file, List.of("label"), i -> List.of("x")))
                .hasMessageContaining("is the table that is read");
    }

    private String written(String name, String content, IntFunction<List<?>> answers) throws Exception {
        TextTable table = TextTable.open(Texts.file(folder, name, content), PREDICT);
        Path out = folder.resolve("out-" + name);
        TableWriter.write(table, out, List.of("label", "probability"), answers);
        return Files.readString(out);
    }
}
