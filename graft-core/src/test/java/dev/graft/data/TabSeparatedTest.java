package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TabSeparatedTest {
    @TempDir
    Path folder;

    @Test
    void takesAQuoteForTextWhereCellsAreNotQuoted() throws Exception {
        Dataset<Text> table = tsv("text\tlabel\n\"Hello\" he said\tham\n\"unbalanced\tspam\n\"whole cell\"\tham\n");

        assertThat(table.size()).isEqualTo(3);
        assertThat(table.get(1).input()).isEqualTo(Text.of("\"unbalanced"));
        assertThat(table.get(2).input()).isEqualTo(Text.of("\"whole cell\""));
    }

    @Test
    void readsQuotedCellsWhereTheyEvidentlyAre() throws Exception {
        Dataset<Text> table = tsv("text\tlabel\n\"a \"\"b\"\" c\"\tham\n\"tab\there\nand line\"\tspam\nplain\tham\n");

        assertThat(table.size()).isEqualTo(3);
        assertThat(table.get(0).input()).isEqualTo(Text.of("a \"b\" c"));
        assertThat(table.get(1).input()).isEqualTo(Text.of("tab\there\nand line"));
        assertThat(tsv("\"text\"\t\"label\"\n\"x\"\t\"1\"\n").get(0).input()).isEqualTo(Text.of("x"));
    }

    @Test
    void refusesATabTooManyWithItsRow() {
        assertThatThrownBy(() -> tsv("text\tlabel\na\t1\nb\tc\t1\n"))
                .hasMessageContainingAll("t.tsv, row 3: 3 cells, wanted 2", "no tab");
    }

    @Test
    void keepsEmptyTextsAndCountsBlankLines() throws Exception {
        Dataset<Text> table = tsv("text\tlabel\r\n\t1\r\n\r\nb\t2\r\n");

        assertThat(table.get(0).input()).isEqualTo(Text.of(""));
        assertThat(table.get(1).where()).isEqualTo("t.tsv, row 4");
        assertThat(table.notes()).containsExactly("1 blank lines were skipped");
    }

    private Dataset<Text> tsv(String content) throws Exception {
        return TextTable.open(Texts.file(folder, "t.tsv", content));
    }
}
