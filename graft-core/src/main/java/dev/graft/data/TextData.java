package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The front door to texts: decides by what a path is which reader opens it. */
public final class TextData {
    private TextData() {}

    /** A table, or a folder with a sub-folder of texts for each class. */
    public static Dataset<Text> open(Path path, TableOptions options) throws IOException {
        Paths.checkExists(path);
        if (Files.isDirectory(path)) {
            return TextFolder.open(path);
        }
        checkExtension(path);
        return TextTable.open(path, options);
    }

    public static Dataset<Text> open(Path path) throws IOException {
        return open(path, TableOptions.DEFAULTS);
    }

    /** As {@link #open}, but a folder may also hold {@code train}, {@code val} and {@code test}, each with classes. */
    public static Parts<Text> openParts(Path path, TableOptions options) throws IOException {
        Paths.checkExists(path);
        return Files.isDirectory(path) && TextFolder.hasParts(path)
                ? TextFolder.openParts(path)
                : Parts.of(open(path, options));
    }

    private static void checkExtension(Path path) throws BadInput {
        if (!isTable(String.valueOf(path.getFileName()))) {
            throw new BadInput(
                    path.toString(),
                    "not data that can be read; wanted .csv (comma, semicolon or tab), .tsv, .jsonl with columns text"
                            + " and label, or a folder with a sub-folder of .txt files for each class");
        }
    }

    static boolean isTable(String fileName) {
        return fileName.matches("(?i).*\\.(csv|tsv|tab|jsonl|ndjson)");
    }
}
