package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A zip file of uncompressed entries, as PyTorch writes them (only code is compressed there). The directory at its end decides; each entry's own header
 * is checked against it, and no two may share a byte, so that no file means one thing here and another elsewhere.
 *
 * <p>Source: PKWARE, "APPNOTE.TXT", sections 4.3.7, 4.3.12 and 4.5.3.
 */
final class Zip {
    static final long FULL_16 = 0xffffL; // stands for: see the 64-bit field
    static final long FULL_32 = 0xffff_ffffL;

    private static final int DIRECTORY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 0x2041; // bits 0, 6 and 13
    private static final int SIZES_FOLLOW = 8;
    private static final int MOST_NAME = 4096;
    private static final int PIECE = 1 << 16;

    private final ByteSource source;
    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private final Set<String> sound = new HashSet<>();

    /**
     * One entry.
     *
     * @param method 0 where its bytes stand as they are
     * @param header where its own header begins
     * @param begin of its bytes
     * @param crc of its bytes; 0 where the writer did not work it out, as PyTorch leaves it on request
     */
    record Entry(String name, int flags, int method, int crc, long header, long begin, long size) {
        long end() {
            return begin + size;
        }
    }

    /** Unsigned little-endian numbers of a source, from its position on. */
    record Numbers(ByteSource source) {
        int u16() throws IOException {
            return source.u8() | source.u8() << 8;
        }

        long u32() throws IOException {
            return Integer.toUnsignedLong(source.i32());
        }
    }

    private Zip(ByteSource source) {
        this.source = source;
    }

    static Zip read(ByteSource source) throws IOException {
        Zip zip = new Zip(source);
        ZipEnd end = ZipEnd.read(source);
        List<Entry> listed = zip.directory(end);
        List<Entry> placed = new ArrayList<>();
        for (Entry entry : listed) {
            placed.add(zip.placed(entry, end.begin()));
        }
        zip.checkLayout(placed);
        return zip;
    }

    Set<String> names() {
        return entries.keySet();
    }

    /** @throws BadInput where it is compressed */
    Optional<Entry> find(String name) throws BadInput {
        Entry entry = entries.get(name);
        if (entry != null && entry.method() != 0) {
            throw source.bad(
                    entry.header(),
                    "entry '" + name + "' is compressed, which PyTorch never does; unpack the file and zip it with -0");
        }
        return Optional.ofNullable(entry);
    }

    private List<Entry> directory(ZipEnd end) throws IOException {
        ByteSource directory = source.slice(end.begin(), end.end() - end.begin());
        List<Entry> listed = new ArrayList<>();
        for (long i = 0; i < end.entries(); i++) {
            listed.add(entry(directory));
        }
        if (directory.remaining() > 0) {
            throw directory.bad(directory.position(), "the zip directory has more in it than its entries");
        }
        return listed;
    }

    private Entry entry(ByteSource in) throws IOException {
        long at = in.position();
        expect(in, in.i32() == DIRECTORY, at, "an entry of the zip directory is damaged");
        Numbers numbers = new Numbers(in);
        in.skip(4); // versions
        int flags = numbers.u16();
        int method = numbers.u16();
        in.skip(4); // time
        int crc = in.i32();
        long packed = numbers.u32();
        long size = numbers.u32();
        int nameLength = numbers.u16();
        int extra = numbers.u16();
        int comment = numbers.u16();
        int disk = numbers.u16();
        in.skip(6); // attributes
        long header = numbers.u32();
        expect(in, nameLength <= MOST_NAME, at, "an entry's name has " + nameLength + " bytes");
        String name = in.utf8(nameLength);
        String where = "entry '" + name + "' ";
        expect(in, (flags & ENCRYPTED) == 0, at, where + "is encrypted; decrypt the file first");
        expect(in, disk == 0, at, where + "lies in another part of a split zip file");
        long[] wide = widened(in, extra, size, packed, header);
        in.skip(comment);
        expect(
                in,
                (wide[0] == wide[1] || method != 0) && wide[1] >= 0 && wide[2] >= 0,
                at,
                where + "has a size or place that cannot be");
        return new Entry(name, flags, method, crc, wide[2], 0, wide[1]);
    }

    /** Reads the extra fields; those numbers that are full stand in the one with id 1, in this order. */
    private static long[] widened(ByteSource in, int bytes, long... numbers) throws IOException {
        ByteSource extra = in.slice(in.position(), Math.min(bytes, in.remaining()));
        in.skip(bytes);
        Numbers fields = new Numbers(extra);
        while (extra.remaining() >= 4) {
            int id = fields.u16();
            long next = fields.u16() + extra.position();
            for (int i = 0; id == 1 && i < numbers.length; i++) {
                numbers[i] = numbers[i] == FULL_32 ? extra.i64() : numbers[i];
            }
            extra.seek(next);
        }
        return numbers;
    }

    /** With the place of its bytes, which its own header decides; that must say what the directory says. */
    private Entry placed(Entry entry, long directory) throws IOException {
        String where = "entry '" + entry.name() + "' ";
        expect(source, entry.header() <= directory - LOCAL_BYTES, directory, where + "lies behind the zip directory");
        source.seek(entry.header());
        Numbers numbers = new Numbers(source);
        long at = entry.header();
        expect(source, source.i32() == LOCAL, at, where + "does not begin where the zip directory says");
        source.skip(2); // version
        boolean same = source.i32() == (entry.flags() | entry.method() << 16);
        source.skip(4); // time
        boolean later = (entry.flags() & SIZES_FOLLOW) != 0;
        int crc = source.i32();
        long packed = numbers.u32();
        long size = numbers.u32();
        int name = numbers.u16();
        int extra = numbers.u16();
        expect(source, same, at, where + "has another method or other flags in its own header");
        expect(source, crc == entry.crc() || later && crc == 0, at, where + "has two checksums");
        expect(
                source,
                agrees(packed, entry, later) && (entry.method() != 0 || agrees(size, entry, later)),
                at,
                where + "has two sizes");
        expect(source, source.remaining() >= name + extra, at, where + "ends behind the file");
        expect(source, source.utf8(name).equals(entry.name()), at, where + "has another name in its own header");
        long begin = source.position() + extra;
        expect(
                source,
                begin <= directory && entry.size() <= directory - begin,
                at,
                where + "reaches into the directory");
        return new Entry(entry.name(), entry.flags(), entry.method(), entry.crc(), at, begin, entry.size());
    }

    private static boolean agrees(long said, Entry entry, boolean later) {
        return said == entry.size() || said == FULL_32 || later && said == 0;
    }

    private void checkLayout(List<Entry> placed) throws BadInput {
        long free = 0;
        placed.sort(Comparator.comparingLong(Entry::header).thenComparingLong(Entry::end));
        expect(source, placed.isEmpty() || placed.get(0).header() == 0, 0, "has something before its first entry");
        for (Entry entry : placed) {
            String where = "entry '" + entry.name() + "' ";
            expect(source, entry.header() >= free, entry.header(), where + "overlaps with the one before it");
            expect(source, entries.put(entry.name(), entry) == null, entry.header(), where + "is there twice");
            free = entry.end();
        }
    }

    /** Compares an entry's bytes with its checksum, once. */
    synchronized void check(Entry entry) throws IOException {
        if (entry.crc() == 0 || sound.contains(entry.name())) {
            return;
        }
        CRC32 crc = new CRC32();
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, entry.size()))];
        for (long at = entry.begin(); at < entry.end(); at += piece.length) {
            ByteBuffer part = ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, entry.end() - at));
            source.read(at, part);
            crc.update(part.flip());
        }
        expect(
                source,
                (int) crc.getValue() == entry.crc(),
                entry.begin(),
                "entry '" + entry.name()
                        + "' does not have the checksum that the zip directory says; the file is damaged");
        sound.add(entry.name());
    }

    private static void expect(ByteSource source, boolean holds, long at, String problem) throws BadInput {
        if (!holds) {
            throw source.bad(at, problem);
        }
    }
}
