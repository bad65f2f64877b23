package dev.graft.base;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The one way in which Graft reads bytes that it did not make: length known, a position, little-endian numbers, and a
 * budget for memory. Whatever a file claims is checked against the bytes that are there before anything is allocated,
 * and every failure is a {@link BadInput} that names the source and the byte.
 *
 * <p>Not for several threads at once, but for {@link #read(long, ByteBuffer)}, which does not move the position.
 */
public final class ByteSource implements Closeable {
    /** The most that {@link #bytes} allocates at once, and that is read from a stream, unless told otherwise. */
    public static final long BUDGET = 1L << 30;

    /** More bytes than any description has, as JSON beside weights: the usual limit of {@link #whole}. */
    public static final long DESCRIPTION = 50_000_000;

    private static final int PIECE = 20; // 1 MiB, the step in which a stream of claimed size is believed
    private static final int WINDOW = 8192;

    private final String name;
    private final Bytes bytes;
    private final boolean owner;
    private final long start; // of this source in the whole, so that messages count from the beginning of the file
    private final long length;
    private final long budget;
    private final ByteBuffer window =
            ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long position;
    private long windowAt;

    private ByteSource(String name, Bytes bytes, boolean owner, long start, long length, long budget) {
        this.name = name;
        this.bytes = bytes;
        this.owner = owner;
        this.start = start;
        this.length = length;
        this.budget = budget;
    }

    /** Opens a regular file; its size now is the size for good. A pipe or device is refused without opening it. */
    public static ByteSource open(Path file) throws IOException {
        String name = nameOf(file);
        if (!Files.isRegularFile(file)) {
            throw new BadInput(
                    name,
                    Files.isDirectory(file)
                            ? "is a folder; a file is needed"
                            : Files.exists(file)
                                    ? "is not a regular file; copy it to one first"
                                    : "there is no such file");
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return new ByteSource(name, new Bytes.InFile(channel), true, 0, channel.size(), BUDGET);
        } catch (AccessDeniedException e) {
            throw new BadInput(name, "must not be read by this user; change its permissions", e);
        }
    }

    /**
     * A small file in one piece.
     *
     * @param most bytes that such a file can have; a larger one is refused before it takes memory
     */
    public static byte[] whole(Path file, long most) throws IOException {
        try (ByteSource source = open(file)) {
            if (source.length() > most) {
                throw new BadInput(
                        file.toString(),
                        "is too large: " + source.length() + " bytes, where such a file has at most " + most
                                + "; take it from its source again");
            }
            return source.bytes(source.length());
        }
    }

    public static ByteSource of(String name, byte[] bytes) {
        byte[][] pieces = {bytes};
        return new ByteSource(name, new Bytes.InMemory(pieces, 31), true, 0, bytes.length, BUDGET);
    }

    /**
     * Reads a stream to its end into memory, as a resource on the class path.
     *
     * @param size bytes that the stream is said to have, or -1 where nobody says; not allocated on trust
     */
    public static ByteSource read(String name, InputStream in, long size, long budget) throws IOException {
        byte[][] pieces = new byte[16][];
        int count = 0;
        long total = 0;
        for (byte[] piece; (piece = in.readNBytes(1 << PIECE)).length > 0; total += piece.length) {
            if (total + piece.length > budget || (size >= 0 && total + piece.length > size)) {
                String most =
                        size >= 0 && size <= budget ? "the " + size + " that were promised" : "the allowed " + budget;
                throw new BadInput(name + ", byte " + total, "has more bytes than " + most);
            }
            pieces = count == pieces.length ? Arrays.copyOf(pieces, 2 * count) : pieces;
            pieces[count++] = piece;
        }
        if (size >= 0 && total != size) {
            throw new BadInput(name + ", byte " + total, "ends here, though " + size + " bytes were promised");
        }
        Bytes memory = new Bytes.InMemory(Arrays.copyOf(pieces, count), PIECE);
        return new ByteSource(name, memory, true, 0, total, budget);
    }

    public String name() {
        return name;
    }

    public long length() {
        return length;
    }

    public long position() {
        return position;
    }

    public long remaining() {
        return length - position;
    }

    /** Moves to a byte of this source, in [0, length]. */
    public void seek(long to) throws BadInput {
        if (to < 0 || to > length) {
            throw bad(position, "points to byte " + to + " of " + length);
        }
        position = to;
    }

    public void skip(long count) throws BadInput {
        need(count);
        position += count;
    }

    /** One unsigned byte. */
    public int u8() throws IOException {
        return Byte.toUnsignedInt(window(1).get((int) (position++ - windowAt)));
    }

    public int i32() throws IOException {
        int value = window(4).getInt((int) (position - windowAt));
        position += 4;
        return value;
    }

    public long i64() throws IOException {
        long value = window(8).getLong((int) (position - windowAt));
        position += 8;
        return value;
    }

    /** A base-128 number of at most 10 bytes and 64 bits, as protocol buffers have it. */
    public long varint() throws IOException {
        long at = position;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw bad(at, "a number here is longer than 64 bits; the file is damaged");
    }

    /** The next bytes, within the budget and within what is there. */
    public byte[] bytes(long count) throws IOException {
        need(count);
        if (count > Math.min(budget, Integer.MAX_VALUE - 8)) {
            throw bad(position, "wants " + count + " bytes of memory at once; at most " + budget + " are allowed");
        }
        byte[] value = new byte[(int) count];
        read(ByteBuffer.wrap(value));
        return value;
    }

    /** The next bytes as text; refused where they are not UTF-8. */
    public String utf8(long count) throws IOException {
        long at = position;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(count)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad(at, "the text here is not UTF-8; the file is damaged");
        }
    }

    /** Fills the buffer from the position, and moves on. */
    public void read(ByteBuffer into) throws IOException {
        int count = into.remaining();
        read(position, into);
        position += count;
    }

    /** Fills the buffer from a byte of this source; the position stays. Safe from several threads. */
    public void read(long at, ByteBuffer into) throws IOException {
        if (at < 0 || into.remaining() > length - at) {
            throw bad(
                    at,
                    "ends at byte " + (start + length) + ", but " + into.remaining() + " more bytes are needed here");
        }
        for (long from = start + at; into.hasRemaining(); ) {
            int count = bytes.read(from, into);
            if (count < 0) {
                throw bad(
                        from - start, "ends here, though it was longer when it was opened; was it changed meanwhile?");
            }
            from += count;
        }
    }

    /** A part as a source of its own, with its own position; closing it leaves this one open. */
    public ByteSource slice(long offset, long count) throws BadInput {
        if (offset < 0 || count < 0 || count > length - offset) {
            throw bad(
                    position, "a part of " + count + " bytes at byte " + (start + offset) + " does not lie within it");
        }
        return new ByteSource(name, bytes, false, start + offset, count, budget);
    }

    /** The rest from the position as a stream; both move together. */
    public InputStream stream() {
        return new SourceStream(this);
    }

    /** A refusal that names this source and a byte of it, counted from the beginning of the whole file. */
    public BadInput bad(long at, String problem) {
        return new BadInput(name + ", byte " + (start + at), problem);
    }

    @Override
    public void close() throws IOException {
        if (owner) {
            bytes.close();
        }
    }

    private void need(long count) throws BadInput {
        if (count < 0 || count > remaining()) {
            String wanted = count < 0 ? Long.toUnsignedString(count) : Long.toString(count);
            throw bad(
                    position,
                    "needs " + wanted + " more bytes here, but has " + remaining() + "; the file is cut or damaged");
        }
    }

    /** A window that holds the next few bytes; file-backed numbers would cost a system call each without it. */
    private ByteBuffer window(int count) throws IOException {
        if (position < windowAt || position + count > windowAt + window.limit()) {
            need(count);
            window.clear().limit((int) Math.min(WINDOW, remaining()));
            windowAt = position;
            try {
                read(position, window);
            } catch (IOException e) {
                window.limit(0);
                throw e;
            }
            window.flip();
        }
        return window;
    }

    private static String nameOf(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }
}
