package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Files in a folder for each class, found without opening them. Sub-folders of a class are searched too. Whatever is
 * not taken is counted by its reason; links are taken only if they lead to a file inside the folder, so no loop can
 * be entered and nothing outside be read.
 */
public final class ClassFolders {
    private static final int DEEPEST = 32;

    private final Path top;
    private final Path realTop;
    private final Set<String> extensions;
    private final List<Entry> entries = new ArrayList<>();
    private final Skipped skipped = new Skipped();
    private boolean flat; // whether a file lies in a class's own folder

    /**
     * A file of a class.
     *
     * @param where its place below the folder, for messages
     */
    public record Entry(String className, Path file, String where) {}

    private ClassFolders(Path top, Set<String> extensions) throws IOException {
        this.top = top;
        this.realTop = top.toRealPath();
        this.extensions = extensions;
    }

    /** @param extensions of the files to take, in lower case */
    public static ClassFolders in(Path folder, String... extensions) throws IOException {
        Paths.checkExists(folder);
        if (!Files.isDirectory(folder)) {
            throw new BadInput(folder.toString(), "not a folder; wanted one with a sub-folder for each class");
        }
        ClassFolders found = new ClassFolders(folder, Set.of(extensions));
        found.search();
        return found;
    }

    private void search() throws IOException {
        int classes = 0;
        for (Path entry : sorted(top)) {
            String name = entry.getFileName().toString();
            if (isHidden(name)) {
                skip("hidden", entry);
            } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                classes++;
                int before = entries.size();
                search(name, entry, 1);
                if (entries.size() == before) {
                    throw new BadInput(
                            where(entry),
                            "no " + wanted() + " files in this class folder; fill or remove it" + skipped.found());
                }
            } else {
                skip(Files.isDirectory(entry) ? "links to folders" : "not in a class folder", entry);
            }
        }
        if (classes == 0) {
            throw new BadInput(
                    top.toString(),
                    "no sub-folders; wanted one for each class, with " + wanted() + " files" + skipped.found());
        }
    }

    private void search(String className, Path folder, int depth) throws IOException {
        for (Path entry : sorted(folder)) {
            String name = entry.getFileName().toString();
            if (isHidden(name)) {
                skip("hidden", entry);
            } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                if (depth == DEEPEST) {
                    throw new BadInput(where(entry), "folders nested deeper than " + DEEPEST + "; flatten them");
                }
                search(className, entry, depth + 1);
            } else {
                whyNot(entry, name)
                        .ifPresentOrElse(
                                reason -> skip(reason, entry),
                                () -> add(new Entry(className, entry, where(entry)), depth));
            }
        }
    }

    private void add(Entry entry, int depth) {
        entries.add(entry);
        flat |= depth == 1;
    }

    private Optional<String> whyNot(Path file, String name) {
        if (Files.isDirectory(file)) {
            return Optional.of("links to folders");
        }
        if (!extensions.contains(extension(name))) {
            return Optional.of(whyOther(name, extensions));
        }
        if (Files.isSymbolicLink(file) && !staysInside(file)) {
            return Optional.of("links that break or leave the folder");
        }
        return Files.isRegularFile(file) ? Optional.empty() : Optional.of("pipes, sockets or devices");
    }

    static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Texts beside pictures are likely data too, and worth a word of their own. */
    static String whyOther(String name, Set<String> extensions) {
        return extension(name).equals("txt") ? "texts among the pictures" : "not " + wanted(extensions);
    }

    private boolean staysInside(Path link) {
        try {
            return link.toRealPath().startsWith(realTop);
        } catch (IOException e) {
            return false; // broken, or a loop
        }
    }

    private List<Path> sorted(Path folder) throws IOException {
        return Paths.sorted(folder, where(folder));
    }

    static boolean isHidden(String name) {
        return name.startsWith(".")
                || name.equalsIgnoreCase("Thumbs.db")
                || name.equalsIgnoreCase("desktop.ini")
                || name.equals("__MACOSX");
    }

    private void skip(String reason, Path entry) {
        skipped.add(reason, where(entry));
    }

    private String where(Path entry) {
        return top.relativize(entry).toString().replace('\\', '/');
    }

    private String wanted() {
        return wanted(extensions);
    }

    static String wanted(Set<String> extensions) {
        return String.join(", ", extensions.stream().sorted().map(e -> "." + e).toList());
    }

    /** In the order of their names. */
    public List<Entry> entries() {
        return entries;
    }

    /** A line for each reason why files were skipped, with the first names; and whether classes may be another depth. */
    public List<String> notes() {
        return notes(skipped, flat);
    }

    static List<String> notes(Skipped skipped, boolean flat) {
        List<String> notes = new ArrayList<>(skipped.notes());
        if (!flat) {
            notes.add(
                    "no class folder has a file of its own, all are in folders below: the classes are the upper folders;"
                            + " if the ones below are meant, move them up");
        }
        return notes;
    }
}
