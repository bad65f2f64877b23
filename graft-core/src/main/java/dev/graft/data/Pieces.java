package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A file from which pieces are read at any place, by any thread. It is opened for each piece, so that no handle stays
 * open as long as a dataset lives; and it is refused once it is no longer the file that was looked at first. A gzipped
 * file has no places to go to, so it is unpacked into memory.
 */
final class Pieces {
    private static final long FREE = 64 << 20; // bytes that any small file may unpack to
    private static final int RATIO = 100; // pictures hardly shrink; numbers of handwriting do by 12

    private final String name;
    private final FileStamp stamp;
    private final Optional<ByteSource> memory;

    private Pieces(String name, FileStamp stamp, Optional<ByteSource> memory) {
        this.name = name;
        this.stamp = stamp;
        this.memory = memory;
    }

    static Pieces of(Path file) throws IOException {
        return of(file, Runtime.getRuntime().maxMemory() / 2);
    }

    /** @param memory bytes that a gzipped file may take once unpacked */
    static Pieces of(Path file, long memory) throws IOException {
        Paths.checkReadable(file);
        String name = String.valueOf(file.getFileName());
        FileStamp stamp = FileStamp.of(file, name);
        boolean packed = name.toLowerCase(Locale.ROOT).matches(".*\\.(gz|tgz)");
        return new Pieces(name, stamp, packed ? Optional.of(unpack(file, name, memory)) : Optional.empty());
    }

    private static ByteSource unpack(Path file, String name, long memory) throws IOException {
        long most = Math.min(memory, FREE + RATIO * Files.size(file));
        try (ByteSource packed = ByteSource.open(file);
                GZIPInputStream in = new GZIPInputStream(packed.stream(), 1 << 16)) {
            return ByteSource.read(name, in, -1, most);
        } catch (BadInput e) {
            throw new BadInput(
                    name,
                    most == memory
                            ? "unpacked it needs more than " + (most >> 20)
                                    + " MB of memory, half of what Java may use;"
                                    + " unpack it first (gunzip), or start Java with a larger -Xmx"
                            : "unpacks to more than a hundred times its size, which no pictures do",
                    e);
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw new BadInput(name, "is not a whole gzip file: " + e.getMessage() + "; fetch it again", e);
        }
    }

    String name() {
        return name;
    }

    /** The whole, to be looked through once from the beginning; to be closed. */
    ByteSource open() throws IOException {
        return memory.isPresent() ? memory.get().slice(0, memory.get().length()) : stamp.open();
    }

    /** So many bytes from a place on; a copy. Safe from several threads. */
    byte[] read(long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        if (memory.isPresent()) {
            memory.get().read(at, bytes);
        } else {
            try (ByteSource file = stamp.open()) {
                file.read(at, bytes);
            }
        }
        return bytes.array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pieces pieces && stamp.equals(pieces.stamp);
    }

    @Override
    public int hashCode() {
        return stamp.hashCode();
    }
}
