package dev.graft.cli;

import dev.graft.base.BadInput;
import dev.graft.data.Image;
import dev.graft.data.ImageArchive;
import dev.graft.data.Modality;
import dev.graft.data.Text;
import dev.graft.data.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Inputs in files of their own: texts or pictures, whichever a model reads. */
final class InputFiles {
    private static final Map<Modality, String> ENDINGS =
            Map.of(Modality.TEXT, "txt", Modality.IMAGE, "jpg|jpeg|png|bmp|gif|webp|tif|tiff");

    private final Modality modality;

    InputFiles(Modality modality) {
        this.modality = modality;
    }

    /** An input and what its user calls it. */
    record Named(String name, Object input) {}

    static boolean isTable(Path path) {
        return !Files.isDirectory(path) && ends(path, "csv|tsv|tab|jsonl|ndjson");
    }

    private static boolean ends(Path path, String endings) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).matches("(?s).*\\.(" + endings + ")");
    }

    List<Named> read(List<String> inputs) throws IOException {
        List<Named> named = new ArrayList<>();
        for (String input : inputs) {
            Path path = Values.path(input);
            List<Named> found =
                    isArchive(path) ? archived(path) : Files.isDirectory(path) ? in(path) : List.of(one(path));
            if (found.isEmpty()) {
                throw new BadInput(
                        input,
                        "holds no " + wanted() + " file; name files, a folder"
                                + (modality == Modality.IMAGE ? " or an archive" : "") + " of them, or a table");
            }
            named.addAll(found);
        }
        return named;
    }

    private boolean isArchive(Path path) {
        return modality == Modality.IMAGE && Files.isRegularFile(path) && ImageArchive.isNamed(path);
    }

    private static List<Named> archived(Path archive) throws IOException {
        return ImageArchive.pictures(archive).stream()
                .map(picture -> new Named(picture.name(), picture))
                .toList();
    }

    private Named one(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new BadInput(
                    file.toString(),
                    "there is no such file; check the path"
                            + (modality == Modality.TEXT ? ", or say - and give texts as lines of input" : ""));
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file.toString(), "is no regular file; copy it to one first");
        }
        if (!ends(file, ENDINGS.get(modality))) {
            throw new BadInput(
                    file.toString(),
                    "is not an input that this model reads; wanted " + wanted() + " files, a .csv, .tsv or .jsonl table"
                            + (modality == Modality.TEXT
                                    ? ", or -"
                                    : " with a column of their paths, or an archive of them"));
        }
        return new Named(
                file.toString(),
                modality == Modality.TEXT ? Text.of(TextFile.read(file, file.toString())) : Image.of(file));
    }

    /** The form of a table, as {@code csv}, by its name's ending. */
    static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ending.equals("tab") ? "tsv" : ending.equals("ndjson") ? "jsonl" : ending;
    }

    private String wanted() {
        return "." + ENDINGS.get(modality).replace("|", ", .");
    }

    /** Files at any depth in the order of their names; links and hidden files are not followed. */
    private List<Named> in(Path folder) throws IOException {
        List<Named> named = new ArrayList<>();
        for (Path file : walked(folder)) {
            named.add(one(file));
        }
        return named;
    }

    private List<Path> walked(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 16)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> ends(file, ENDINGS.get(modality)))
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
