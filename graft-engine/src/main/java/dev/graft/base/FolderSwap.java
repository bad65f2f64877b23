package dev.graft.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Puts one folder in the place of another, under the place's lock. Linux moves no folder onto one that holds something,
 * so there is a moment with neither; {@link #mend} is for who finds it.
 */
final class FolderSwap {
    private final Storage storage;
    private final Disk disk;

    FolderSwap(Storage storage, Disk disk) {
        this.storage = storage;
        this.disk = disk;
    }

    void swap(Path place, Path next) throws IOException {
        Path old = PartNames.old(place);
        boolean replaces = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
        if (replaces) {
            disk.rename(place, old);
        }
        try {
            disk.rename(next, place);
        } catch (IOException e) {
            if (replaces) {
                restore(old, place, e);
            }
            throw e;
        }
        disk.force(place.getParent());
        try {
            storage.delete(old);
        } catch (IOException leftOver) {
            // the new folder stands; the next writer or sweep deletes the rest of the old one
        }
    }

    private void restore(Path old, Path place, IOException reason) {
        try {
            disk.rename(old, place);
        } catch (IOException e) {
            reason.addSuppressed(e); // mend() does it later
        }
    }

    /** An old folder goes back where there is no new one, and goes away where there is. */
    void mend(Path place) throws IOException {
        Path old = PartNames.old(place);
        if (!Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            storage.delete(old);
        } else {
            disk.rename(old, place);
            disk.force(place.getParent());
        }
    }
}
