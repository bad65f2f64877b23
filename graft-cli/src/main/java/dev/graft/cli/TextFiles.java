package dev.graft.cli;

import dev.graft.base.BadInput;
import dev.graft.data.Text;
import dev.graft.data.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Texts in files, each one input. */
final class TextFiles {
    private TextFiles() {}

    /** A text and what its user calls it. */
    record Named(String name, Text text) {}

    static boolean isTable(Path path) {
        return !Files.isDirectory(path)
                && String.valueOf(path.getFileName())
                        .toLowerCase(Locale.ROOT)
                        .matches(".*\\.(csv|tsv|tab|jsonl|ndjson)");
    }

    static List<Named> read(List<String> inputs) throws IOException {
        List<Named> texts = new ArrayList<>();
        for (String input : inputs) {
            Path path = Values.path(input);
            if (Files.isDirectory(path)) {
                List<Path> files = in(path);
                if (files.isEmpty()) {
                    throw new BadInput(input, "holds no .txt file; name files, a folder of them, or a table");
                }
                for (Path file : files) {
                    texts.add(text(file));
                }
            } else {
                texts.add(text(path));
            }
        }
        return texts;
    }

    private static Named text(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new BadInput(file.toString(), "there is no such file; check the path");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file.toString(), "is no regular file; copy it to one first");
        }
        if (!isText(file)) {
            throw new BadInput(
                    file.toString(),
                    "is not an input that this model reads; wanted .txt files, a .csv, .tsv or .jsonl table, or -");
        }
        return new Named(file.toString(), Text.of(TextFile.read(file, file.toString())));
    }

    private static boolean isText(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".txt");
    }

    /** Text files at any depth in the order of their names; links and hidden files are not followed. */
    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 16)) {
            return files.filter(Files::isRegularFile)
                    .filter(TextFiles::isText)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
