package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Checks of paths that a user gives. */
final class Paths {
    private Paths() {}

    /** A missing file is an error that tells the neighbor of nearest name. */
    static void checkExists(Path path) throws BadInput {
        if (!Files.exists(path)) {
            String near = Check.nearest(String.valueOf(path.getFileName()), siblings(path))
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse("; check the path");
            throw new BadInput(path.toString(), "there is no such file" + near);
        }
    }

    static void checkReadable(Path file) throws BadInput {
        checkExists(file);
        if (Files.isDirectory(file)) {
            throw new BadInput(file.toString(), "a folder; wanted a .csv, .tsv or .jsonl file");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInput(
                    file.toString(), "not a regular file (a pipe, socket or device); copy it to a file first");
        }
        if (!Files.isReadable(file)) {
            throw new BadInput(file.toString(), "may not be read; change its permissions");
        }
    }

    /**
     * What is in a folder, in the order of the names by code point.
     *
     * @param where what messages call it
     */
    static List<Path> sorted(Path folder, String where) throws IOException {
        if (!Files.isReadable(folder)) {
            throw new BadInput(where, "this folder may not be read; change its permissions");
        }
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(paths::add);
        } catch (DirectoryIteratorException | UncheckedIOException e) {
            throw new IOException(where + ": the folder could not be listed", e);
        }
        paths.sort(Comparator.comparing(path -> path.getFileName().toString(), Labels.ORDER));
        return paths;
    }

    private static List<String> siblings(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .limit(1000)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // no suggestion then; the missing file is the error
        }
    }
}
