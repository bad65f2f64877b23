package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The label column as written, until all of it is seen and its kind is known. */
final class RawTargets {
    static final Target NONE = new Target.Unlabeled();

    private final String file;
    private final int column;
    private final String columnName;
    private final TableOptions options;
    private final List<List<String>> cells = new ArrayList<>();
    private final Map<List<String>, List<String>> seen = new HashMap<>();
    private final Map<List<String>, String> firstWhere = new HashMap<>();
    private boolean anyArray;
    private int rows;
    private int empty;
    private String firstEmpty = "";

    RawTargets(String file, Columns columns, List<String> names, TableOptions options) {
        this.file = file;
        this.column = columns.label().orElse(-1);
        this.columnName = column < 0 ? "" : names.get(column);
        this.options = options;
    }

    /** False if the row has no label but must; {@link #read} then refuses. */
    boolean add(Rows row) throws IOException {
        if (column < 0) {
            return true;
        }
        rows++;
        boolean missing = !options.requireLabels() && !row.has(column);
        List<String> cell = missing ? List.of("") : row.values(column);
        boolean array = !missing && row.isArray(column);
        anyArray |= array;
        if (isEmpty(cell, array)) {
            firstEmpty = empty++ == 0 ? row.where() : firstEmpty;
            if (options.requireLabels()) {
                return false;
            }
            cells.add(List.of());
            return true;
        }
        List<String> kept = seen.computeIfAbsent(cell, c -> c);
        firstWhere.computeIfAbsent(kept, c -> row.where());
        cells.add(kept);
        return true;
    }

    /** No label is an answer where there may be several; a blank one is not where there must be one. */
    private boolean isEmpty(List<String> cell, boolean array) {
        boolean several = options.labelSeparator().isPresent() || options.kind().equals(Optional.of(TargetKind.LABELS));
        return !array && cell.get(0).isBlank() && !(several && options.requireLabels());
    }

    int unlabeled() {
        return empty;
    }

    TargetKind kind() throws BadInput {
        if (options.kind().isPresent()) {
            TargetKind kind = options.kind().get();
            if (anyArray && kind != TargetKind.LABELS) {
                throw new BadInput(file, "'" + columnName + "' holds arrays, which are several labels, not " + kind);
            }
            return kind;
        }
        if (anyArray || options.labelSeparator().isPresent()) {
            return TargetKind.LABELS;
        }
        boolean numbers = !seen.isEmpty() && seen.keySet().stream().allMatch(c -> TargetKind.isNumber(c.get(0)));
        boolean whole = seen.keySet().stream().allMatch(c -> numbers && isWhole(c.get(0)));
        return numbers && !whole ? TargetKind.NUMBER : TargetKind.LABEL;
    }

    private static boolean isWhole(String number) {
        return Double.parseDouble(number) == Math.rint(Double.parseDouble(number));
    }

    /** One target a row; empty if there is no label column. */
    List<Target> read(TargetKind kind) throws BadInput {
        if (column >= 0 && options.requireLabels() && empty > 0) {
            throw empty == rows
                    ? new BadInput(
                            file,
                            "column '" + columnName + "' is empty in all " + rows + " rows; fill it, or"
                                    + " name the column with the labels")
                    : new BadInput(
                            firstEmpty,
                            "the label is empty"
                                    + (empty == 1 ? "" : ", as in " + (empty - 1) + " other rows of " + rows)
                                    + "; fill it or remove the row");
        }
        Map<List<String>, Target> targets = new HashMap<>(Map.of(List.of(), NONE));
        for (List<String> cell : seen.keySet()) {
            targets.put(cell, target(cell, kind));
        }
        return cells.stream().map(targets::get).toList();
    }

    private Target target(List<String> cell, TargetKind kind) throws BadInput {
        return switch (kind) {
            case LABEL -> new Target.Label(cell.get(0));
            case NUMBER -> number(cell);
            case LABELS ->
                new Target.LabelSet(cell.stream()
                        .flatMap(part -> parts(part).stream())
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList());
        };
    }

    private Target number(List<String> cell) throws BadInput {
        if (!TargetKind.isNumber(cell.get(0))) {
            throw new BadInput(
                    firstWhere.get(cell),
                    "'" + Header.brief(cell.get(0)) + "' in column '" + columnName + "' is no number; "
                            + TargetKind.whyNoNumber(cell.get(0)));
        }
        return new Target.Value(Double.parseDouble(cell.get(0).strip()));
    }

    private List<String> parts(String cell) {
        return options.labelSeparator()
                .map(separator -> Arrays.asList(cell.split(Pattern.quote(separator), -1)))
                .orElse(List.of(cell));
    }

    /** What was found out about the column. */
    List<String> notes() throws BadInput {
        List<String> notes = new ArrayList<>();
        if (options.kind().isEmpty() && kind() == TargetKind.NUMBER) {
            notes.add("column '" + columnName + "' holds numbers that are not all whole, so numbers are learned;"
                    + " ask for labels if they are classes");
        }
        if (empty > 0 && options.requireLabels()) {
            notes.add(empty + " of " + rows + " rows have no label");
        }
        return notes;
    }
}
