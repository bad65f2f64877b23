package dev.graft.cli;

import dev.graft.base.BadInput;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The place of a result, looked at before the work and not after it. */
final class Target {
    private Target() {}

    /** Refuses a file that is there already, is a folder, or cannot be made. */
    static void file(Path file, boolean overwrite) throws BadInput {
        if (Files.isDirectory(file)) {
            throw new BadInput(file.toString(), "is a folder; name a file in it");
        }
        check(file, overwrite);
    }

    /** Refuses a folder that is there already, is a file, or cannot be made. */
    static void folder(Path folder, boolean overwrite) throws BadInput {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new BadInput(folder.toString(), "is a file; name a new folder");
        }
        check(folder, overwrite);
    }

    private static void check(Path place, boolean overwrite) throws BadInput {
        if (place.toString().isEmpty() || place.getFileName() == null) {
            throw new BadInput("'" + place + "'", "is no name for a result");
        }
        if (!overwrite && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadInput(
                    place.toString(), "exists already; say --overwrite to replace it, or name another place");
        }
        Path above = place.toAbsolutePath().normalize().getParent();
        while (above != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
            above = above.getParent();
        }
        if (above == null || !Files.isDirectory(above)) {
            throw new BadInput(place.toString(), "cannot be written: " + above + " is no folder; name another place");
        }
        if (!Files.isWritable(above)) {
            throw new BadInput(
                    place.toString(),
                    "cannot be written: this user may not write in " + above + "; name another place");
        }
    }
}
