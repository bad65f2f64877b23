package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Pictures that a {@code .csv}, {@code .tsv} or {@code .jsonl} file names, one a row, with what is to be learned about
 * each. Paths are relative to the folder of the table.
 */
public final class ImageTable {
    private static final Set<String> PATH_NAMES = Set.of(
            "path",
            "image",
            "file",
            "filename",
            "file_name",
            "filepath",
            "file_path",
            "image_path",
            "image_file",
            "picture",
            "photo",
            "img");

    private ImageTable() {}

    public static ImageSet open(Path file) throws IOException {
        return open(file, TableOptions.DEFAULTS);
    }

    /** @param options its text column is that of the paths; else the one named {@code path}, or alike */
    public static ImageSet open(Path file, TableOptions options) throws IOException {
        Paths.checkReadable(file);
        String name = String.valueOf(file.getFileName());
        try (Rows rows = Rows.open(file, options.charset())) {
            Optional<String> column = options.textColumn().or(() -> pathColumn(rows.columns()));
            if (column.isEmpty()) {
                throw new BadInput(
                        name,
                        "no column 'path'; the first row names " + Header.shown(rows.columns())
                                + "; say which it is with --text-column, or put a row of column names first"
                                + " if that row is data");
            }
            TableText read = TableText.read(rows, name, options.withTextColumn(column.get()), MemoryBudget.ofHeap());
            return open(file, read);
        }
    }

    private static ImageSet open(Path file, TableText read) throws IOException {
        String name = String.valueOf(file.getFileName());
        RawTargets raw = read.targets();
        List<Target> targets = raw.read(raw.kind());
        List<Survey.Found> pictures = new ArrayList<>();
        int[] rows = read.rowNumbers();
        for (int i = 0; i < rows.length; i++) {
            String where = name + (Rows.isJson(name) ? ", line " : ", row ") + rows[i];
            Encoded source = source(file, read.texts().get(i).first(), where);
            pictures.add(new Survey.Found(source, targets.isEmpty() ? RawTargets.NONE : targets.get(i), where));
        }
        List<String> notes = new ArrayList<>(read.columns().notes());
        notes.addAll(raw.notes());
        notes.addAll(read.notes());
        return Survey.of(name, pictures, notes);
    }

    private static Encoded source(Path table, String path, String where) throws IOException {
        if (path.isBlank()) {
            throw new BadInput(where, "the path is empty; fill it or remove the row");
        }
        if (path.matches("(?i)[a-z][a-z0-9+.-]+://.*")) {
            throw new BadInput(where, "'" + Header.brief(path) + "' is no file here; fetch the pictures first");
        }
        try {
            Path file = table.toAbsolutePath().resolveSibling(path.strip());
            return Files.exists(file) ? FileStamp.of(file, path) : new Encoded.InFile(file, path);
        } catch (InvalidPathException e) {
            throw new BadInput(where, "'" + Header.brief(path) + "' cannot be the path of a file", e);
        }
    }

    /** The column that is likely of paths. @throws BadInput where none is */
    public static String pathColumn(Path file, TableOptions options) throws IOException {
        Paths.checkReadable(file);
        try (Rows rows = Rows.open(file, options.charset())) {
            List<String> columns = rows.columns();
            return pathColumn(columns)
                    .orElseThrow(() -> new BadInput(
                            String.valueOf(file.getFileName()),
                            "no column 'path'; the first row names " + Header.shown(columns)
                                    + "; say which it is with --text-column"));
        }
    }

    /** The column that is likely of paths, if there is one. */
    static Optional<String> pathColumn(List<String> names) {
        return names.stream()
                .filter(name -> name.equalsIgnoreCase("path"))
                .findFirst()
                .or(() -> names.stream()
                        .filter(name -> PATH_NAMES.contains(name.toLowerCase(Locale.ROOT)))
                        .findFirst());
    }
}
