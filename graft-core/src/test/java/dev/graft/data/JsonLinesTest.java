package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    Path folder;

    @Test
    void readsStringsNumbersAndBooleansAsLabels() throws Exception {
        TextTable table = lines(
                "{\"text\": \"a\", \"label\": \"x\", \"meta\": {\"k\": [1]}}",
                "",
                "{\"label\": true, \"text\": \"b\"}",
                "{\"text\": \"c\", \"label\": 1}");

        assertThat(table.target(0)).isEqualTo(new Target.Label("x"));
        assertThat(table.target(1)).isEqualTo(new Target.Label("true"));
        assertThat(table.target(2)).isEqualTo(new Target.Label("1"));
        assertThat(table.get(2).where()).isEqualTo("data.jsonl, line 4");
    }

    @Test
    void readsArraysAsSeveralLabels() throws Exception {
        TextTable table = lines(
                "{\"text\": \"a\", \"label\": [\"x\", \"y\"]}",
                "{\"text\": \"b\", \"label\": []}",
                "{\"text\": \"c\", \"label\": \"y\"}");

        assertThat(table.kind()).isEqualTo(TargetKind.LABELS);
        assertThat(table.target(0)).isEqualTo(new Target.LabelSet(List.of("x", "y")));
        assertThat(table.target(1)).isEqualTo(new Target.LabelSet(List.of()));
        assertThat(table.target(2)).isEqualTo(new Target.LabelSet(List.of("y")));
    }

    @Test
    void namesTheBrokenLine() {
        refused("{\"text\": \"a\", \"label\": 1}", "{\"text\": \"b\", ")
                .hasMessageContaining("data.jsonl, line 2: broken");
        refused("{\"text\": \"a\", \"label\": 1}", "{\"text\": \"a\", \"text\": \"b\", \"label\": 1}")
                .hasMessageContainingAll("line 2", "text");
        refused("{\"text\": \"a\", \"label\": NaN}").hasMessageContaining("line 1: broken");
        refused("[1, 2]").hasMessageContaining("line 1: not a JSON object");
        refused("{\"text\": \"a\", \"label\": 1} {}").hasMessageContaining("more than one JSON value");
        refused("{\"text\": \"a\", \"label\": 1}", "{\"text\": \"a\"}")
                .hasMessageContaining("line 2: no 'label'; it has text");
        refused("{\"text\": null, \"label\": 1}").hasMessageContaining("'text' is null");
        refused("{\"text\": \"a\", \"label\": {\"x\": 1}}").hasMessageContaining("'label' is nested");
    }

    @Test
    void refusesDeepNestingAndEndlessLines() {
        refused("{\"text\": \"a\", \"label\": 1, \"x\": " + "[".repeat(100_000)).hasMessageContaining("nested deeper");
        refused("{\"text\": \"" + "a".repeat(17 << 20) + "\"}").hasMessageContaining("line 1: longer than 16 MB");
    }

    @Test
    void needsNoLabelsForPrediction() throws Exception {
        Path file = Texts.file(folder, "p.ndjson", "\ufeff{\"text\": \"a\", \"label\": \"x\"}\n{\"text\": \"b\"}\n");

        TextTable table = TextTable.open(file, TableOptions.DEFAULTS.withRequireLabels(false));

        assertThat(table.target(1)).isEqualTo(new Target.Unlabeled());
        assertThat(table.get(1).where()).isEqualTo("p.ndjson, line 2");
    }

    private TextTable lines(String... lines) throws Exception {
        return TextTable.open(Texts.file(folder, "data.jsonl", String.join("\n", lines) + "\n"));
    }

    private AbstractThrowableAssert<?, ?> refused(String... lines) {
        return assertThatThrownBy(() -> lines(lines)).isInstanceOf(BadInput.class);
    }
}
