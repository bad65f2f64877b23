package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lists a zip archive by its central directory, and holds what stands before each file against it: two readers must
 * not see two archives in one. Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3 (zip64).
 */
final class ZipIndex {
    private static final int END = 22; // bytes of the end record without its comment
    private static final int LOCAL = 30;
    private static final long RATIO = 1100; // deflate reaches 1,032
    private static final long SPARE = 64; // bytes; what cannot be made smaller grows by five in 16,000

    private final ByteSource zip;
    private final Archive archive;
    private final List<Archive.Member> found = new ArrayList<>();

    private ZipIndex(ByteSource zip, Archive archive) {
        this.zip = zip;
        this.archive = archive;
    }

    static void list(ByteSource zip, Archive archive) throws IOException {
        new ZipIndex(zip, archive).list();
    }

    private void list() throws IOException {
        long end = end();
        zip.seek(end + 4);
        int disk = u16();
        zip.skip(4);
        long count = u16();
        long length = u32();
        long start = u32();
        if (count == 0xffff || length == 0xffffffffL || start == 0xffffffffL) {
            zip.seek(large(end));
            zip.skip(32);
            count = zip.i64();
            length = zip.i64();
            start = zip.i64();
        }
        if (disk != 0 || start < 0 || length < 0 || start > end - length || count > length / 46) {
            throw zip.bad(end, "the list of files does not fit the archive; it is damaged or in several parts");
        }
        zip.seek(start);
        for (long i = 0; i < count; i++) {
            entry(start + length);
        }
        checkPlaces(start);
    }

    /** The last record, before a comment of any length. */
    private long end() throws IOException {
        int tail = (int) Math.min(zip.length(), END + 0xffff);
        byte[] bytes = new byte[tail];
        zip.read(zip.length() - tail, ByteBuffer.wrap(bytes));
        ByteBuffer last = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = tail - END; i >= 0; i--) {
            if (last.getInt(i) == 0x06054b50 && i + END + (last.getShort(i + 20) & 0xffff) == tail) {
                return zip.length() - tail + i;
            }
        }
        throw zip.bad(zip.length(), "no zip archive, or its end is missing; fetch it again");
    }

    private long large(long end) throws IOException {
        zip.seek(Math.max(0, end - 20));
        if (zip.i32() != 0x07064b50) {
            throw zip.bad(end, "the record for large archives is missing; the archive is damaged");
        }
        zip.skip(4);
        long at = zip.i64();
        zip.seek(at);
        if (zip.i32() != 0x06064b50) {
            throw zip.bad(at, "no record for large archives here; the archive is damaged");
        }
        return at;
    }

    private void entry(long end) throws IOException {
        long at = zip.position();
        if (at + 46 > end || zip.i32() != 0x02014b50) {
            throw zip.bad(at, "the list of files breaks off here; the archive is damaged");
        }
        int system = u16() >> 8;
        zip.skip(2);
        int flags = u16();
        int method = u16();
        zip.skip(4);
        long crc = u32();
        long packed = u32();
        long size = u32();
        int nameLength = u16();
        int extraLength = u16();
        int commentLength = u16();
        zip.skip(4);
        int mode = (int) (u32() >>> 16);
        long local = u32();
        byte[] raw = zip.bytes(nameLength);
        String name = new String(raw, charset(flags));
        ByteBuffer extra = ByteBuffer.wrap(zip.bytes(extraLength)).order(ByteOrder.LITTLE_ENDIAN);
        zip.skip(commentLength);
        if (packed == 0xffffffffL || size == 0xffffffffL || local == 0xffffffffL) {
            ByteBuffer wide = wide(extra, at);
            size = size == 0xffffffffL ? wide(wide, name) : size;
            packed = packed == 0xffffffffL ? wide(wide, name) : packed;
            local = local == 0xffffffffL ? wide(wide, name) : local;
        }
        if (name.endsWith("/")) {
            archive.addFolder(name);
        } else if (system == 3 && (mode & 0xf000) != 0 && (mode & 0xf000) != 0x8000) {
            archive.skip("links and devices", name);
        } else if ((flags & 1) != 0 || (method != 0 && method != 8)) {
            archive.skip((flags & 1) != 0 ? "encrypted" : "packed in a way other than deflate", name);
        } else {
            add(new Archive.Member(name, local, packed, size, method == 8, crc), raw, flags);
        }
    }

    private void add(Archive.Member member, byte[] raw, int flags) throws IOException {
        String place = zip.name() + ", " + Header.brief(member.name());
        if (member.size() < 0
                || member.size() > Integer.MAX_VALUE - 8
                || member.packed() > Integer.MAX_VALUE - 8
                || member.packed() > member.size() + member.size() / 1000 + SPARE
                || member.size() / RATIO > member.packed()
                || (!member.deflated() && member.size() != member.packed())) {
            throw new BadInput(place, member.packed() + " bytes cannot be " + member.size() + "; the archive lies");
        }
        ByteBuffer local = ByteBuffer.allocate(LOCAL + raw.length).order(ByteOrder.LITTLE_ENDIAN);
        zip.read(member.at(), local);
        long data = member.at() + LOCAL + raw.length + (local.getShort(28) & 0xffff);
        if (local.getInt(0) != 0x04034b50
                || (local.getShort(26) & 0xffff) != raw.length
                || !local.slice(LOCAL, raw.length).equals(ByteBuffer.wrap(raw))
                || local.getShort(8) != (member.deflated() ? 8 : 0)
                || ((flags & 8) == 0 && !sameSizes(local, member))) {
            throw new BadInput(
                    place, "the list of files says one thing, what stands before the file another; pack it again");
        }
        found.add(new Archive.Member(
                member.name(), data, member.packed(), member.size(), member.deflated(), member.crc()));
    }

    private static boolean sameSizes(ByteBuffer local, Archive.Member member) {
        long packed = local.getInt(18) & 0xffffffffL;
        long size = local.getInt(22) & 0xffffffffL;
        return (packed == member.packed() || packed == 0xffffffffL) && (size == member.size() || size == 0xffffffffL);
    }

    /** No two files may share bytes, nor reach into the list: a few would otherwise unpack to any size. */
    private void checkPlaces(long end) throws BadInput {
        found.sort(Comparator.comparingLong(Archive.Member::at));
        for (int i = 0; i < found.size(); i++) {
            Archive.Member member = found.get(i);
            long most = i + 1 < found.size() ? found.get(i + 1).at() - LOCAL : end;
            if (member.packed() > most - member.at()) {
                throw new BadInput(zip.name(), "'" + Header.brief(member.name()) + "' overlaps with what follows it");
            }
            archive.add(member);
        }
    }

    private static Charset charset(int flags) {
        return (flags & 0x800) != 0 ? StandardCharsets.UTF_8 : Charset.forName("IBM437");
    }

    private ByteBuffer wide(ByteBuffer extra, long at) throws BadInput {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) {
                break;
            }
            if (id == 1) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        throw zip.bad(at, "a size is missing; the archive is damaged");
    }

    private long wide(ByteBuffer numbers, String name) throws BadInput {
        if (numbers.remaining() < 8) {
            throw new BadInput(zip.name() + ", " + Header.brief(name), "a size is missing; the archive is damaged");
        }
        return numbers.getLong();
    }

    private int u16() throws IOException {
        return zip.u8() | zip.u8() << 8;
    }

    private long u32() throws IOException {
        return zip.i32() & 0xffffffffL;
    }
}
