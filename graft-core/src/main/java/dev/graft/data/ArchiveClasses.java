package dev.graft.data;

import dev.graft.base.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files in a folder for each class inside an archive, by the rules of {@link ClassFolders}. A single top folder is
 * stepped into, as archives are mostly made with one.
 */
final class ArchiveClasses {
    private final Archive archive;
    private final String below; // what the names begin with that are looked at
    private final Set<String> extensions;
    private final List<Entry> entries = new ArrayList<>();
    private final Skipped skipped = new Skipped();
    private boolean flat; // as in ClassFolders

    record Entry(String className, Archive.Member member) {}

    private ArchiveClasses(Archive archive, String below, Set<String> extensions) {
        this.archive = archive;
        this.below = below;
        this.extensions = extensions;
    }

    /** @param below a folder with a slash at its end, or nothing for the whole archive */
    static ArchiveClasses in(Archive archive, String below, Set<String> extensions) throws BadInput {
        ArchiveClasses found = new ArchiveClasses(archive, below, extensions);
        found.skipped.addAll(archive.skipped());
        found.search();
        return found;
    }

    /** The folder in which the classes or parts are: the single top folder if that has folders, else nothing. */
    static String top(Archive archive) {
        Set<String> tops = new TreeSet<>();
        boolean deep = false;
        for (Archive.Member member : archive.members()) {
            String[] path = member.name().split("/");
            if (!isHidden(path)) {
                tops.add(path.length == 1 ? "" : path[0] + "/");
                deep |= path.length > 2;
            }
        }
        tops.remove(""); // a read-me beside the folder does no harm
        return tops.size() == 1 && deep ? tops.iterator().next() : "";
    }

    /** The folders right below another one. */
    static Set<String> folders(Archive archive, String below) {
        Set<String> folders = new TreeSet<>(Labels.ORDER);
        for (Archive.Member member : archive.members()) {
            add(member.name(), below, folders);
        }
        archive.folders().forEach(folder -> add(folder + "/", below, folders));
        return folders;
    }

    private static void add(String name, String below, Set<String> folders) {
        int slash = name.indexOf('/', below.length());
        if (name.startsWith(below) && slash > 0 && !isHidden(name.split("/"))) {
            folders.add(name.substring(below.length(), slash));
        }
    }

    private void search() throws BadInput {
        Set<String> empty = folders(archive, below);
        if (empty.isEmpty()) {
            throw new BadInput(
                    archive.name(),
                    "no folders in it; wanted one for each class, with " + ClassFolders.wanted(extensions) + " files"
                            + skipped.found());
        }
        for (Archive.Member member : archive.members()) {
            if (member.name().startsWith(below)) {
                String[] path = member.name().substring(below.length()).split("/");
                if (isHidden(path)) {
                    skipped.add("hidden", member.name());
                } else if (path.length == 1) {
                    skipped.add("not in a class folder", member.name());
                } else if (!extensions.contains(ClassFolders.extension(member.name()))) {
                    skipped.add(ClassFolders.whyOther(member.name(), extensions), member.name());
                } else {
                    empty.remove(path[0]);
                    entries.add(new Entry(path[0], member));
                    flat |= path.length == 2;
                }
            }
        }
        for (String name : empty) {
            throw new BadInput(
                    archive.name() + ", " + below + name,
                    "no " + ClassFolders.wanted(extensions) + " files in this class folder; fill or remove it"
                            + skipped.found());
        }
    }

    /** Whether a file or a folder that it lies in is hidden. */
    static boolean isHidden(String[] path) {
        for (String part : path) {
            if (ClassFolders.isHidden(part)) {
                return true;
            }
        }
        return false;
    }

    List<Entry> entries() {
        return entries;
    }

    List<String> notes() {
        return ClassFolders.notes(skipped, flat);
    }
}
