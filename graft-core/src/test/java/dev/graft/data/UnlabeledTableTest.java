package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnlabeledTableTest {
    @TempDir
    Path folder;

    @Test
    void aTableToBeAnsweredNeedsNotTheLabelColumnThatTheModelLearnedFrom() throws Exception {
        Path table = Files.writeString(folder.resolve("new.csv"), "id,text\n1,where is it\n");
        TableOptions learned = TableOptions.DEFAULTS.withLabelColumn("tags").withLabelSeparator("|");

        TextTable asked = TextTable.open(table, learned.withRequireLabels(false));

        assertThat(asked.get(0).input()).isEqualTo(Text.of("where is it"));
        assertThat(asked.target(0)).isEqualTo(new Target.Unlabeled());
        assertThatThrownBy(() -> TextTable.open(table, learned))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("tags");
    }

    @ParameterizedTest
    @ValueSource(strings = {"new.csv", "new.tsv", "new.tab"})
    void aBlankLineIsAnEmptyTextWhereThereIsNothingBesideTexts(String name) throws Exception {
        Path table = Files.writeString(folder.resolve(name), "text\none\n\n  \nfour\n\n");

        TextTable asked = TextTable.open(table, TableOptions.DEFAULTS.withRequireLabels(false));

        assertThat(asked.size()).isEqualTo(4);
        assertThat(asked.get(1).input()).isEqualTo(Text.of(""));
        assertThat(asked.get(2).input()).isEqualTo(Text.of("  "));
        assertThat(asked.get(3).where()).isEqualTo(name + ", row 5");
        assertThat(asked.notes()).contains("1 blank lines were skipped"); // that at the end
    }
}
