package dev.graft.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one way in which Graft writes. A file or folder is made beside its place under a name ending in {@code .part},
 * forced to the medium, and moved into place: whenever the process or the machine stops, the old one is there whole or
 * the new one is. A failure leaves nothing half-written and says in one line what is wrong.
 */
public final class Storage {
    public static final Storage LOCAL = new Storage(new LocalDisk());

    private static final Duration AT_ONCE = Duration.ZERO;

    private final Disk disk;
    private final FolderSwap folders;

    public Storage(Disk disk) {
        this.disk = disk;
        this.folders = new FolderSwap(this, disk);
    }

    /** Writes or replaces one file; gives its path. Of two writers at once, one wins whole. */
    public Path writeFile(Path target, Content content) throws IOException {
        Path place = placeOf(target);
        if (Files.isDirectory(place)) {
            throw new BadInput(place.getFileName().toString(), "is a folder; name a file");
        }
        if (Files.exists(place) && !Files.isRegularFile(place)) { // as /dev/null, which would be gone for all
            throw new BadInput(place.getFileName().toString(), "is no regular file; name one");
        }
        Path part = PartNames.file(place);
        try {
            disk.createFolder(place.getParent());
            try (OutputStream out = new BufferedOutputStream(disk.create(part), 1 << 16)) {
                content.writeTo(out);
            }
            disk.force(part);
            disk.rename(part, place);
            disk.force(place.getParent());
            return target;
        } catch (IOException | RuntimeException | Error e) {
            discard(part, e);
            throw DiskFaults.explained(place, e);
        }
    }

    /** Writes or replaces a whole folder; gives its path. Of two writers at once, the second is refused. */
    public Path writeFolder(Path target, FolderContent content) throws IOException {
        Path place = placeOf(target);
        if (Files.exists(place) && !Files.isDirectory(place)) {
            throw new BadInput(place.getFileName().toString(), "is a file; name a new folder, or delete it first");
        }
        try (Lock lock = Lock.take(place, AT_ONCE)) {
            folders.mend(place);
            Path next = PartNames.next(place);
            try {
                delete(next);
                disk.createFolder(next);
                content.writeTo(new NewFolder(disk, next));
                forceAll(next);
                folders.swap(place, next);
            } catch (IOException | RuntimeException | Error e) {
                discard(next, e);
                throw e;
            }
            return target;
        } catch (IOException | RuntimeException | Error e) {
            throw DiskFaults.explained(place, e);
        }
    }

    /**
     * Puts back the old folder where a process was killed between moving it away and moving the new one in. To be
     * called before a folder is read; does nothing in all other cases, and nothing while a writer is at work.
     */
    public void recover(Path target) throws IOException {
        Path place = placeOf(target);
        if (!Files.exists(PartNames.old(place), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Lock lock = Lock.take(place, Duration.ofSeconds(10))) {
            folders.mend(place);
        } catch (IOException e) {
            if (!Files.exists(place)) {
                throw DiskFaults.explained(place, e);
            }
        }
    }

    /** What is in a folder, sorted by name; empty where there is no such folder. */
    public List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    /** Deletes a file, or a folder with all in it; a link is deleted and not followed; a missing one is fine. */
    public void delete(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : list(tree)) {
                delete(entry);
            }
        }
        disk.delete(tree);
    }

    /**
     * Takes the right to change a path. Refused with the holder's process where another keeps it longer than
     * {@code wait}.
     */
    public Lock lock(Path target, Duration wait) throws IOException {
        Path place = placeOf(target);
        try {
            return Lock.take(place, wait);
        } catch (IOException e) {
            throw DiskFaults.explained(place, e);
        }
    }

    /**
     * Deletes what killed processes left in a folder under our {@code .part} names, and puts stranded folders back.
     *
     * @param age what was touched within this time is left alone: it may be another process at work
     * @return number of things deleted
     */
    public int sweep(Path folder, Duration age) throws IOException {
        int swept = 0;
        for (Path part : list(folder)) {
            String name = part.getFileName().toString();
            String target = PartNames.targetOf(name);
            if (target.isEmpty() || PartNames.isShortened(target) || age(part).compareTo(age) < 0) {
                continue;
            }
            if (PartNames.isFilePart(name)) {
                disk.delete(part);
                swept++;
            } else {
                swept += sweepFolder(part, part.resolveSibling(target));
            }
        }
        return swept;
    }

    private int sweepFolder(Path part, Path place) throws IOException {
        try (Lock lock = Lock.take(place.toAbsolutePath(), AT_ONCE)) {
            folders.mend(place);
            if (part.equals(PartNames.next(place))) {
                delete(part);
            }
        } catch (BadInput heldByAnother) {
            return 0;
        }
        return Files.exists(part, LinkOption.NOFOLLOW_LINKS) ? 0 : 1;
    }

    private static Duration age(Path part) throws IOException {
        long touched =
                Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS).toMillis();
        return Duration.ofMillis(System.currentTimeMillis() - touched);
    }

    private void forceAll(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : list(tree)) {
                forceAll(entry);
            }
        }
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)
                || Files.isRegularFile(tree, LinkOption.NOFOLLOW_LINKS)) {
            disk.force(tree);
        }
    }

    private void discard(Path part, Throwable reason) {
        try {
            delete(part);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static Path placeOf(Path target) {
        Path place = target.toAbsolutePath();
        Check.that(place.getFileName() != null, "a file must have a name, was '" + target + "'");
        return place;
    }
}
