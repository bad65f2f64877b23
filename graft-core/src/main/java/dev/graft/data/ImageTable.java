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
import java.util.function.Predicate;

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

    /** @param options its text column is that of the paths; else the one that is named, or looks, as such are */
    public static ImageSet open(Path file, TableOptions options) throws IOException {
        Paths.checkReadable(file);
        String name = String.valueOf(file.getFileName());
        String column = options.textColumn().isPresent() ? options.textColumn().get() : pathColumn(file, options);
        try (Rows rows = Rows.open(file, options.charset())) {
            return open(file, TableText.read(rows, name, options.withTextColumn(column), MemoryBudget.ofHeap()));
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

    /**
     * The picture that a cell names; that it is there is seen when it is read.
     *
     * @param where the row, which messages name
     * @throws BadInput where the cell cannot be a path
     */
    public static Image picture(Path table, String cell, String where) throws IOException {
        return new Image(where, source(table, cell, where));
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
        Optional<String> column = findPathColumn(file, options);
        if (column.isEmpty()) {
            try (Rows rows = Rows.open(file, options.charset())) {
                throw new BadInput(
                        String.valueOf(file.getFileName()),
                        "no column 'path'; the first row names " + Header.shown(rows.columns())
                                + "; say which it is with --text-column, or put a row of column names first"
                                + " if that row is data");
            }
        }
        return column.get();
    }

    /**
     * The column that is named as those of paths mostly are, or else the only one that has a picture's name in the
     * first row.
     *
     * @param options whose text column, if any, is the only one that is looked at
     */
    static Optional<String> findPathColumn(Path file, TableOptions options) throws IOException {
        Paths.checkReadable(file);
        try (Rows rows = Rows.open(file, options.charset())) {
            List<String> names = rows.columns();
            Predicate<String> may =
                    name -> options.textColumn().map(name::equals).orElse(true);
            Optional<String> named = names.stream()
                    .filter(may)
                    .filter(name -> name.equalsIgnoreCase("path"))
                    .findFirst()
                    .or(() -> names.stream()
                            .filter(may)
                            .filter(name -> PATH_NAMES.contains(name.toLowerCase(Locale.ROOT)))
                            .findFirst());
            if (named.isPresent() || !rows.next()) {
                return named;
            }
            List<String> seen = new ArrayList<>();
            for (int column = 0; column < names.size(); column++) {
                if (may.test(names.get(column)) && rows.has(column) && isPicture(file, rows.cell(column))) {
                    seen.add(names.get(column));
                }
            }
            return seen.size() == 1 ? Optional.of(seen.get(0)) : Optional.empty();
        }
    }

    /** Whether a cell is the name of a picture; one with spaces in it, as sentences have, must be there. */
    private static boolean isPicture(Path table, String cell) {
        String name = cell.strip();
        if (!name.contains(".") || !ImageFolder.EXTENSIONS.contains(ClassFolders.extension(name))) {
            return false;
        }
        try {
            return !name.matches("(?s).*\\s.*")
                    || Files.exists(table.toAbsolutePath().resolveSibling(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
