package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Texts in a {@code .csv}, {@code .tsv} or {@code .jsonl} file, one a row, with what is to be learned about each.
 *
 * <p>Read once and held in memory, so that a file that changes later cannot shift labels. Every row is used; what
 * cannot be is an error that names the row, and blank lines are counted in {@link #notes}.
 */
public final class TextTable implements Dataset<Text> {
    private final Path path;
    private final TableOptions options;
    private final List<Text> texts;
    private final List<Target> targets;
    private final int[] rows;
    private final TargetKind kind;
    private final List<String> notes;

    private TextTable(Path path, TableOptions options, TableText read) throws BadInput {
        RawTargets raw = read.targets();
        this.path = path;
        this.options = options;
        this.texts = read.texts();
        this.rows = read.rowNumbers();
        this.kind = raw.kind();
        this.targets = raw.read(kind);
        List<String> said = new ArrayList<>(read.columns().notes());
        said.addAll(raw.notes());
        said.addAll(read.notes());
        this.notes = List.copyOf(said);
    }

    public static TextTable open(Path file) throws IOException {
        return open(file, TableOptions.DEFAULTS);
    }

    public static TextTable open(Path file, TableOptions options) throws IOException {
        Paths.checkReadable(file);
        try (Rows rows = Rows.open(file, options.charset())) {
            return new TextTable(file, options, TableText.read(rows, name(file), options, MemoryBudget.ofHeap()));
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public Sample<Text> get(int index) {
        return new Sample<>(texts.get(index), target(index), where(index));
    }

    @Override
    public Target target(int index) {
        Objects.checkIndex(index, texts.size());
        return targets.isEmpty() ? RawTargets.NONE : targets.get(index);
    }

    private String where(int index) {
        return name() + (isJson() ? ", line " : ", row ") + rows[index];
    }

    @Override
    public String name() {
        return name(path);
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    /** What the label column holds, given or found out; {@link TargetKind#LABEL} if there is none. */
    public TargetKind kind() {
        return kind;
    }

    public Path path() {
        return path;
    }

    boolean isJson() {
        return Rows.isJson(name());
    }

    TableOptions options() {
        return options;
    }
}
