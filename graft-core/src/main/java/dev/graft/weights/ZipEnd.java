package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;

/**
 * The records that end a zip file and say where its directory lies. They must be the file's last bytes, the directory
 * right before them, so that no two readers can find different ones.
 *
 * <p>Source: PKWARE, "APPNOTE.TXT", sections 4.3.14 to 4.3.16.
 *
 * @param begin of the directory
 * @param end of the directory
 */
record ZipEnd(long begin, long end, long entries) {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int WIDE = 0x06064b50;
    private static final int WIDE_BYTES = 56;
    private static final long MOST = TensorNames.MOST;
    private static final long ENTRY_BYTES = 46; // at least, of the directory

    static ZipEnd read(ByteSource source) throws IOException {
        long at = source.length() - END_BYTES;
        expect(source, at >= 0, Math.max(0, at), "is too short for a zip file");
        source.seek(at);
        expect(
                source,
                source.i32() == END,
                at,
                "does not end as a zip file without a comment does; it is cut, or something was added to it");
        ZipNumbers numbers = new ZipNumbers(source);
        boolean oneDisk = source.i32() == 0; // this disk, and the directory's
        long here = numbers.u16();
        long entries = numbers.u16();
        long size = numbers.u32();
        long begin = numbers.u32();
        expect(
                source,
                oneDisk && here == entries && numbers.u16() == 0,
                at,
                "is a part of a split zip file, or damaged");
        ZipEnd narrow = new ZipEnd(begin, begin + size, entries);
        return wide(source, at, narrow).checked(source);
    }

    /** What the 64-bit record says, where there is one; the others must agree with it or leave it to it. */
    private static ZipEnd wide(ByteSource source, long end, ZipEnd narrow) throws IOException {
        long locator = end - LOCATOR_BYTES;
        long at = locator - WIDE_BYTES;
        if (at < 0) {
            return narrow.endingAt(source, end);
        }
        source.seek(locator);
        if (source.i32() != LOCATOR) {
            return narrow.endingAt(source, end);
        }
        expect(source, source.i32() == 0 && source.i64() == at, locator, "points to a wrong end of the directory");
        source.seek(at);
        expect(
                source,
                source.i32() == WIDE && source.i64() == WIDE_BYTES - 12,
                at,
                "has a damaged end of the directory");
        source.skip(12); // versions and disks
        long here = source.i64();
        long entries = source.i64();
        long size = source.i64();
        long begin = source.i64();
        boolean agrees = here == entries
                && agrees(narrow.entries, entries, ZipNumbers.FULL_16)
                && agrees(narrow.begin, begin, ZipNumbers.FULL_32)
                && agrees(narrow.end - narrow.begin, size, ZipNumbers.FULL_32);
        expect(source, agrees && begin >= 0 && size == at - begin, at, "says two things of where its directory lies");
        return new ZipEnd(begin, at, entries);
    }

    private static boolean agrees(long narrow, long wide, long full) {
        return narrow == wide || narrow == full;
    }

    private ZipEnd endingAt(ByteSource source, long end) throws BadInput {
        expect(source, this.end == end, end, "says that its directory lies elsewhere than right before this end");
        return this;
    }

    private ZipEnd checked(ByteSource source) throws BadInput {
        boolean fits = entries >= 0 && entries <= (end - begin) / ENTRY_BYTES;
        expect(source, fits, begin, "says that it has " + entries + " entries, more than its directory has room for");
        expect(source, entries <= MOST, begin, "has " + entries + " entries; at most " + MOST + " are allowed");
        return this;
    }

    private static void expect(ByteSource source, boolean holds, long at, String problem) throws BadInput {
        if (!holds) {
            throw source.bad(at, problem);
        }
    }
}
