package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Lists a tar archive: the POSIX forms ustar and pax, and GNU's long names. Source: POSIX.1-2017, pax, "ustar
 * Interchange Format" and "pax Extended Header"; GNU tar manual, "Basic Tar Format".
 */
final class TarIndex {
    private static final int BLOCK = 512;
    private static final int LONGEST = 1 << 20; // bytes of names and further fields before one file

    private final ByteSource tar;
    private final Archive archive;
    private final Map<String, String> next = new HashMap<>(); // fields that stand before a file, for it alone

    private TarIndex(ByteSource tar, Archive archive) {
        this.tar = tar;
        this.archive = archive;
    }

    static void list(ByteSource tar, Archive archive) throws IOException {
        TarIndex index = new TarIndex(tar, archive);
        while (tar.remaining() >= BLOCK) {
            byte[] header = tar.bytes(BLOCK);
            if (isZero(header)) {
                return;
            }
            index.entry(header, tar.position() - BLOCK);
        }
        throw tar.bad(tar.position(), "is cut here, or no tar archive; fetch it again"); // no block of zeros at its end
    }

    private void entry(byte[] header, long at) throws IOException {
        checkSum(header, at);
        char type = (char) header[156];
        long size = number(header, 124, 12, at);
        switch (type) {
            case 'x' -> pax(content(size, at), at);
            case 'L' -> next.put("path", text(content(size, at), 0, (int) size));
            case 'K' -> content(size, at); // a long name of a link's target
            case 'g' -> content(size, at); // fields for all files; none that matters here
            default -> {
                String name = next.getOrDefault("path", name(header));
                size = next.containsKey("size") ? decimal(next.get("size"), at) : size;
                boolean sparse = type == 'S' || next.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse"));
                next.clear();
                file(sparse ? 'S' : type, name, size, at);
            }
        }
    }

    private void file(char type, String name, long size, long at) throws IOException {
        boolean regular = type == '0' || type == 0 || type == '7';
        if (regular && !name.endsWith("/")) {
            archive.add(new Archive.Member(plain(name), tar.position(), checked(name, size), size, false, -1));
        } else if (type == '5' || regular) {
            archive.addFolder(name);
        } else {
            archive.skip("links, devices and sparse files", name);
        }
        if (type != '1' && type != '2' && type != '5') {
            skip(size, at);
        }
    }

    /** Names as {@code tar cf x.tar ./photos} writes them. */
    private static String plain(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private int checked(String name, long size) throws BadInput {
        if (size > Integer.MAX_VALUE - 8) {
            throw new BadInput(tar.name(), "'" + Header.brief(name) + "' has " + size + " bytes, too many for a file");
        }
        return (int) size;
    }

    private byte[] content(long size, long at) throws IOException {
        if (size > LONGEST) {
            throw tar.bad(at, "names and fields of " + size + " bytes stand here; the archive is damaged");
        }
        long start = tar.position();
        byte[] content = tar.bytes(size);
        tar.seek(start);
        skip(size, at);
        return content;
    }

    /** Over the data, which fill whole blocks. */
    private void skip(long size, long at) throws BadInput {
        long blocks = (size + BLOCK - 1) / BLOCK;
        if (size < 0 || blocks > tar.remaining() / BLOCK) {
            throw tar.bad(at, "the file here has " + size + " bytes, but the archive ends before; fetch it again");
        }
        tar.skip(blocks * BLOCK);
    }

    /** Fields as {@code 27 path=photos/cat/猫.jpg}, each with its own length first. */
    private void pax(byte[] fields, long at) throws BadInput {
        for (int start = 0; start < fields.length; ) {
            int blank = start;
            while (blank < fields.length && fields[blank] != ' ') {
                blank++;
            }
            long length = decimal(text(fields, start, blank - start), at);
            int equals = blank + 1;
            while (equals < fields.length && fields[equals] != '=') {
                equals++;
            }
            if (length > fields.length - start || equals + 2 > start + length) { // a line feed is last
                throw tar.bad(at, "the fields here do not fit their lengths; the archive is damaged");
            }
            int end = start + (int) length;
            next.put(
                    new String(fields, blank + 1, equals - blank - 1, StandardCharsets.UTF_8),
                    new String(fields, equals + 1, end - equals - 2, StandardCharsets.UTF_8));
            start = end;
        }
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean posix = text(header, 257, 6).equals("ustar"); // GNU's form has a blank after it and times here
        String prefix = posix ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int start, int most) {
        int end = start;
        while (end < start + most && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private void checkSum(byte[] header, long at) throws BadInput {
        int sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? 0 : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8, at)) {
            throw tar.bad(at, "no header of a tar archive, or a damaged one; fetch it again");
        }
    }

    /** Octal digits, or where the first bit is set, bytes as GNU tar writes large numbers. */
    private long number(byte[] header, int start, int length, long at) throws BadInput {
        if ((header[start] & 0x80) != 0) {
            long value = header[start] & 0x7f;
            for (int i = 1; i < length; i++) {
                if (value >> 55 != 0) {
                    throw tar.bad(at, "a number here is larger than any file");
                }
                value = value << 8 | header[start + i] & 0xff;
            }
            return value;
        }
        String digits = text(header, start, length).strip();
        if (!digits.matches("[0-7]{0,20}")) {
            throw tar.bad(at, "no header of a tar archive, or a damaged one; fetch it again");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private long decimal(String digits, long at) throws BadInput {
        if (!digits.matches("[0-9]{1,18}")) {
            throw tar.bad(at, "'" + Header.brief(digits) + "' stands where a length should; the archive is damaged");
        }
        return Long.parseLong(digits);
    }

    private static boolean isZero(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }
}
