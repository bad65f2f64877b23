package dev.graft.weights;

import dev.graft.base.ByteSource;
import java.io.IOException;

/**
 * One entry of a zip file, as its directory lists it.
 *
 * <p>Source: PKWARE, "APPNOTE.TXT", sections 4.3.7, 4.3.12 and 4.5.3.
 *
 * @param method 0 where its bytes stand as they are
 * @param crc of its bytes; 0 where the writer did not work it out, as PyTorch leaves it on request
 * @param header where its own header begins
 * @param begin of its bytes
 * @param size of them as they stand
 */
record ZipEntry(String name, int flags, int method, int crc, long header, long begin, long size) {
    private static final int DIRECTORY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 0x2041; // bits 0, 6 and 13
    private static final int SIZES_FOLLOW = 8;
    private static final int MOST_NAME = 512;

    long end() {
        return begin + size;
    }

    /** The entry of the directory that comes next; its own header is not looked at yet. */
    static ZipEntry listed(ByteSource in) throws IOException {
        long at = in.position();
        ZipNumbers numbers = new ZipNumbers(in);
        numbers.expect(in.i32() == DIRECTORY, at, "an entry of the zip directory is damaged");
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
        numbers.expect(nameLength <= MOST_NAME, at, "an entry's name has " + nameLength + " bytes");
        String name = in.utf8(nameLength);
        String where = "entry '" + name + "' ";
        numbers.expect((flags & ENCRYPTED) == 0, at, where + "is encrypted; decrypt the file first");
        numbers.expect(disk == 0, at, where + "lies in another part of a split zip file");
        long[] wide = widened(in, extra, size, packed, header);
        in.skip(comment);
        numbers.expect(
                (wide[0] == wide[1] || method != 0) && wide[1] >= 0 && wide[2] >= 0,
                at,
                where + "has a size or place that cannot be");
        return new ZipEntry(name, flags, method, crc, wide[2], 0, wide[1]);
    }

    /** Reads the extra fields; those numbers that are full stand in the one with id 1, in this order. */
    private static long[] widened(ByteSource in, int bytes, long... numbers) throws IOException {
        if (bytes == 0) {
            return numbers;
        }
        ByteSource extra = in.slice(in.position(), Math.min(bytes, in.remaining()));
        in.skip(bytes);
        ZipNumbers fields = new ZipNumbers(extra);
        while (extra.remaining() >= 4) {
            int id = fields.u16();
            long next = fields.u16() + extra.position();
            for (int i = 0; id == 1 && i < numbers.length; i++) {
                numbers[i] = numbers[i] == ZipNumbers.FULL_32 ? extra.i64() : numbers[i];
            }
            extra.seek(next);
        }
        return numbers;
    }

    /** With the place of its bytes, which its own header decides; that must say what the directory says. */
    ZipEntry placed(ByteSource source, long directory) throws IOException {
        String where = "entry '" + name + "' ";
        ZipNumbers numbers = new ZipNumbers(source);
        long at = header;
        numbers.expect(at <= directory - LOCAL_BYTES, directory, where + "lies behind the zip directory");
        source.seek(at);
        numbers.expect(source.i32() == LOCAL, at, where + "does not begin where the zip directory says");
        source.skip(2); // version
        boolean same = source.i32() == (flags | method << 16);
        source.skip(4); // time
        boolean later = (flags & SIZES_FOLLOW) != 0;
        int local = source.i32();
        long packed = numbers.u32();
        long unpacked = numbers.u32();
        int nameLength = numbers.u16();
        int extra = numbers.u16();
        numbers.expect(same, at, where + "has another method or other flags in its own header");
        numbers.expect(local == crc || later && local == 0, at, where + "has two checksums");
        numbers.expect(agrees(packed, later) && (method != 0 || agrees(unpacked, later)), at, where + "has two sizes");
        numbers.expect(source.remaining() >= nameLength + extra, at, where + "ends behind the file");
        numbers.expect(source.utf8(nameLength).equals(name), at, where + "has another name in its own header");
        long begin = source.position() + extra;
        numbers.expect(begin <= directory && size <= directory - begin, at, where + "reaches into the directory");
        return new ZipEntry(name, flags, method, crc, at, begin, size);
    }

    private boolean agrees(long said, boolean later) {
        return said == size || said == ZipNumbers.FULL_32 || later && said == 0;
    }
}
