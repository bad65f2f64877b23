package dev.graft.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A folder while it is built, not yet under its name. */
public final class NewFolder {
    private final Disk disk;
    private final Path path;

    NewFolder(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /** Where it is built, for what has to write files by itself; they are forced with the others. */
    public Path path() {
        return path;
    }

    /** @param name the file's name, with {@code /} for folders within, as {@code 1_Pooling/config.json} */
    public void write(String name, Content content) throws IOException {
        Path within = Path.of(name).normalize();
        Check.that(
                within.getRoot() == null
                        && !within.startsWith("..")
                        && !within.toString().isEmpty(),
                "a file of a folder must have a name within it, was '" + name + "'");
        Path file = path.resolve(within);
        disk.createFolder(file.getParent());
        try (OutputStream out = new BufferedOutputStream(disk.create(file), 1 << 16)) {
            content.writeTo(out);
        }
    }
}
