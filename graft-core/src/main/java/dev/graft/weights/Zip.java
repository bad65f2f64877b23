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
 * A zip file of uncompressed entries, as PyTorch writes them (only code is compressed there). The directory at its end
 * decides; each entry's own header is checked against it, and no two may share a byte, so that no file means one thing
 * here and another elsewhere.
 */
final class Zip {
    private static final int PIECE = 1 << 16;

    private final ByteSource source;
    private final SortedMap<String, ZipEntry> entries = new TreeMap<>();
    private final Set<String> sound = new HashSet<>();

    private Zip(ByteSource source) {
        this.source = source;
    }

    static Zip read(ByteSource source) throws IOException {
        Zip zip = new Zip(source);
        ZipEnd end = ZipEnd.read(source);
        List<ZipEntry> placed = new ArrayList<>();
        for (ZipEntry entry : zip.directory(end)) {
            placed.add(entry.placed(source, end.begin()));
        }
        zip.checkLayout(placed);
        return zip;
    }

    Set<String> names() {
        return entries.keySet();
    }

    /** @throws BadInput where it is compressed */
    Optional<ZipEntry> find(String name) throws BadInput {
        ZipEntry entry = entries.get(name);
        if (entry != null && entry.method() != 0) {
            throw source.bad(
                    entry.header(),
                    "entry '" + name + "' is compressed, which PyTorch never does; unpack the file and zip it with -0");
        }
        return Optional.ofNullable(entry);
    }

    private List<ZipEntry> directory(ZipEnd end) throws IOException {
        ByteSource directory = source.slice(end.begin(), end.end() - end.begin());
        List<ZipEntry> listed = new ArrayList<>();
        for (long i = 0; i < end.entries(); i++) {
            listed.add(ZipEntry.listed(directory));
        }
        if (directory.remaining() > 0) {
            throw directory.bad(directory.position(), "the zip directory has more in it than its entries");
        }
        return listed;
    }

    private void checkLayout(List<ZipEntry> placed) throws BadInput {
        ZipNumbers numbers = new ZipNumbers(source);
        long free = 0;
        placed.sort(Comparator.comparingLong(ZipEntry::header).thenComparingLong(ZipEntry::end));
        numbers.expect(placed.isEmpty() || placed.get(0).header() == 0, 0, "has something before its first entry");
        for (ZipEntry entry : placed) {
            String where = "entry '" + entry.name() + "' ";
            numbers.expect(entry.header() >= free, entry.header(), where + "overlaps with the one before it");
            numbers.expect(entries.put(entry.name(), entry) == null, entry.header(), where + "is there twice");
            free = entry.end();
        }
    }

    /** Compares an entry's bytes with its checksum, once. */
    synchronized void check(ZipEntry entry) throws IOException {
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
        new ZipNumbers(source)
                .expect(
                        (int) crc.getValue() == entry.crc(),
                        entry.begin(),
                        "entry '" + entry.name()
                                + "' does not have the checksum that the zip directory says; the file is damaged");
        sound.add(entry.name());
    }
}
