package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is taken from the rows of a table. */
final class TableText {
    private final Columns columns;
    private final List<Text> texts = new ArrayList<>();
    private final RawTargets targets;
    private final List<String> notes = new ArrayList<>();
    private int[] rows = new int[64];

    private TableText(Columns columns, RawTargets targets) {
        this.columns = columns;
        this.targets = targets;
    }

    static TableText read(Rows rows, String file, TableOptions options, MemoryBudget budget) throws IOException {
        Columns columns = Columns.choose(rows.columns(), options, file);
        TableText read = new TableText(columns, new RawTargets(file, columns, rows.columns(), options));
        while (rows.next()) {
            Text text = text(rows, columns);
            budget.hold(file, text);
            read.add(text, rows);
        }
        if (rows.blankLines() > 0) {
            read.notes.add(rows.blankLines() + " blank lines were skipped");
        }
        if (read.texts.isEmpty() && read.targets.unlabeled() == 0) {
            throw new BadInput(file, "a header but no rows; wanted one row for each example");
        }
        return read;
    }

    private static Text text(Rows rows, Columns columns) throws IOException {
        return new Text(
                rows.cell(columns.text()),
                columns.second().isPresent()
                        ? Optional.of(rows.cell(columns.second().getAsInt()))
                        : Optional.empty());
    }

    /** A row that the targets refuse is not kept: the whole table will be refused once all such rows are counted. */
    private void add(Text text, Rows row) throws IOException {
        if (targets.add(row)) {
            if (texts.size() == rows.length) {
                rows = Arrays.copyOf(rows, 2 * rows.length);
            }
            rows[texts.size()] = row.row();
            texts.add(text);
        }
    }

    List<Text> texts() {
        return texts;
    }

    int[] rowNumbers() {
        return Arrays.copyOf(rows, texts.size());
    }

    RawTargets targets() {
        return targets;
    }

    Columns columns() {
        return columns;
    }

    List<String> notes() {
        return notes;
    }
}
