package dev.graft.weights;

import static dev.graft.weights.PickleText.i16;
import static dev.graft.weights.PickleText.i32;
import static dev.graft.weights.PickleText.i64;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** A zip file put together of its fields, each of which a test may break before {@link #bytes()}; a char is a byte. */
final class ZipText {
    final List<Entry> entries = new ArrayList<>();
    String before = "";
    String behindDirectory = "";
    String comment = "";
    boolean wide;
    long wideLocator = 0; // added to its true value
    long directoryShift = 0;
    long countShift = 0;
    long disk = 0;

    static final class Entry {
        String name;
        String localName;
        String data;
        long flags = 0x0800;
        long localFlags = 0x0800;
        long method = 0;
        long localMethod = 0;
        long crc;
        long localCrc;
        long size;
        long packed;
        long localSize;
        long headerShift = 0;
        String extra = "";
        String localExtra = "";
        String behind = "";
        long header = -1; // where another entry lies, to share its bytes
        int signature = 0x02014b50;
    }

    /** A PyTorch file: the pickle's body and the storages 0, 1 and so on. */
    static ZipText pth(String pickleBody, String... storages) {
        ZipText zip = new ZipText().add("tiny/data.pkl", PickleText.whole(pickleBody));
        for (int i = 0; i < storages.length; i++) {
            zip.add("tiny/data/" + i, storages[i]);
        }
        return zip.add("tiny/version", "3\n");
    }

    static String floats(int count) {
        StringBuilder floats = new StringBuilder();
        for (int i = 0; i < count; i++) {
            floats.append(i32(Float.floatToIntBits(i + 1)));
        }
        return floats.toString();
    }

    ZipText add(String name, String data) {
        Entry entry = new Entry();
        entry.name = name;
        entry.localName = name;
        entry.data = data;
        CRC32 crc = new CRC32();
        crc.update(data.getBytes(StandardCharsets.ISO_8859_1));
        entry.crc = crc.getValue();
        entry.localCrc = entry.crc;
        entry.size = data.length();
        entry.packed = entry.size;
        entry.localSize = entry.size;
        entries.add(entry);
        return this;
    }

    Entry entry(String name) {
        return entries.stream().filter(e -> e.name.equals(name)).findFirst().orElseThrow();
    }

    byte[] bytes() {
        StringBuilder file = new StringBuilder(before);
        StringBuilder directory = new StringBuilder();
        for (Entry entry : entries) {
            long at = entry.header >= 0 ? entry.header : file.length();
            if (entry.header < 0) {
                file.append("PK\u0003\u0004").append(i16(0)).append(i16(entry.localFlags));
                file.append(i16(entry.localMethod)).append(i32(0)).append(i32(entry.localCrc));
                file.append(i32(entry.localSize)).append(i32(entry.localSize));
                file.append(i16(entry.localName.length())).append(i16(entry.localExtra.length()));
                file.append(entry.localName)
                        .append(entry.localExtra)
                        .append(entry.data)
                        .append(entry.behind);
            }
            directory
                    .append(i32(entry.signature))
                    .append(i32(0))
                    .append(i16(entry.flags))
                    .append(i16(entry.method));
            directory
                    .append(i32(0))
                    .append(i32(entry.crc))
                    .append(i32(entry.packed))
                    .append(i32(entry.size));
            directory
                    .append(i16(entry.name.length()))
                    .append(i16(entry.extra.length()))
                    .append(i16(0));
            directory.append(i16(0)).append(i16(0)).append(i32(0)).append(i32(at + entry.headerShift));
            directory.append(entry.name).append(entry.extra);
        }
        long begin = file.length() + directoryShift;
        long size = directory.length();
        long count = entries.size() + countShift;
        file.append(directory).append(behindDirectory);
        if (wide) {
            long at = file.length() + wideLocator;
            file.append(i32(0x06064b50))
                    .append(i64(44))
                    .append(i32(0))
                    .append(i32(0))
                    .append(i32(0));
            file.append(i64(count)).append(i64(count)).append(i64(size)).append(i64(begin));
            file.append(i32(0x07064b50)).append(i32(0)).append(i64(at)).append(i32(1));
        }
        file.append(i32(0x06054b50)).append(i16(disk)).append(i16(0));
        file.append(
                wide
                        ? i16(0xffff) + i16(0xffff) + i32(-1) + i32(-1)
                        : i16(count) + i16(count) + i32(size) + i32(begin));
        file.append(i16(comment.length())).append(comment);
        return PickleText.bytes(file.toString());
    }
}
