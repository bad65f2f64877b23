package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file as it was when it was first seen, by size and time of change.
 *
 * @param name for messages
 * @param modified nanoseconds or whatever the file system keeps, as milliseconds
 */
record FileStamp(Path path, String name, long size, long modified) implements Encoded {

    static FileStamp of(Path path, String name) throws IOException {
        BasicFileAttributes now = attributes(path, name, "there is no such file");
        return new FileStamp(path, name, now.size(), now.lastModifiedTime().toMillis());
    }

    /** The file, if it is still the one that was seen; a pipe or device is not opened. */
    ByteSource open() throws IOException {
        BasicFileAttributes now = attributes(path, name, "is no longer there; it was when the data were opened");
        if (now.size() != size || now.lastModifiedTime().toMillis() != modified) {
            throw new BadInput(name, "was changed since the data were opened; open them again");
        }
        return ByteSource.open(path);
    }

    /** All of it. */
    @Override
    public byte[] bytes() throws IOException {
        if (size > LARGEST) {
            throw new BadInput(
                    name, "larger than " + (LARGEST >> 20) + " MB, too large for a picture; scale or remove it");
        }
        try (ByteSource file = open()) {
            return file.bytes(file.length());
        }
    }

    private static BasicFileAttributes attributes(Path path, String name, String missing) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new BadInput(name, missing, e);
        }
    }
}
