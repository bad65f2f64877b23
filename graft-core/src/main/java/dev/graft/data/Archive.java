package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files in a {@code .tar}, {@code .tar.gz}, {@code .tgz} or {@code .zip}, listed once and then read where they lie;
 * nothing is written to disk. A name that could lead out of the archive, and a name that stands twice, is an error;
 * what is no file (links, devices) is left out and counted.
 */
final class Archive {
    private static final int MOST = 5_000_000; // entries; a list of them takes about 150 bytes each

    private final Pieces pieces;
    private final List<Member> members = new ArrayList<>();
    private final Skipped skipped = new Skipped();
    private final Set<String> names = new HashSet<>();
    private final Set<String> folders = new HashSet<>();

    /**
     * A file in it.
     *
     * @param at the first byte of its data
     * @param packed bytes that it takes there
     * @param size bytes that it has
     * @param deflated whether the two differ in form
     * @param crc CRC-32 of the file, or -1 where the archive keeps none
     */
    record Member(String name, long at, long packed, long size, boolean deflated, long crc) {}

    private Archive(Pieces pieces) {
        this.pieces = pieces;
    }

    static boolean isNamed(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).matches(".*\\.(tar|tar\\.gz|tgz|zip)");
    }

    static Archive open(Path file) throws IOException {
        Archive archive = new Archive(Pieces.of(file));
        try (ByteSource source = archive.pieces.open()) {
            if (archive.name().toLowerCase(Locale.ROOT).endsWith(".zip")) {
                ZipIndex.list(source, archive);
            } else {
                TarIndex.list(source, archive);
            }
        }
        archive.members.sort(Comparator.comparing(Member::name, Labels.ORDER));
        return archive;
    }

    void add(Member member) throws BadInput {
        String name = member.name();
        if (!isSafe(name)) {
            throw new BadInput(
                    name(),
                    "the name '" + Header.brief(name)
                            + "' is no plain path below it; pack it again, or do not trust it");
        }
        if (!names.add(name)) {
            throw new BadInput(name(), "'" + Header.brief(name) + "' is in it twice; pack it again");
        }
        if (names.size() > MOST) {
            throw new BadInput(name(), "more than " + MOST + " files are in it; unpack it");
        }
        members.add(member);
    }

    /** A folder that has an entry of its own; it may be empty. */
    void addFolder(String name) {
        folders.add(name.replaceAll("^(\\./)+|/+$", ""));
    }

    void skip(String reason, String name) {
        skipped.add(reason, name);
    }

    private static boolean isSafe(String name) {
        return !name.isEmpty()
                && !name.startsWith("/")
                && !name.matches("(?s)[A-Za-z]:.*")
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0
                && List.of(name.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    String name() {
        return pieces.name();
    }

    /** In the order of their names by code point. */
    List<Member> members() {
        return members;
    }

    /** Those that have entries of their own, without a slash at the end. */
    Set<String> folders() {
        return folders;
    }

    Skipped skipped() {
        return skipped;
    }

    byte[] read(Member member) throws IOException {
        if (Math.max(member.size(), member.packed()) > Encoded.LARGEST) {
            throw new BadInput(
                    name() + ", " + member.name(),
                    "larger than " + (Encoded.LARGEST >> 20) + " MB, too large for a picture");
        }
        byte[] packed = pieces.read(member.at(), (int) member.packed());
        return member.deflated() || member.crc() >= 0
                ? ZipMember.unpack(packed, member, pieces.name() + ", " + member.name())
                : packed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Archive archive && pieces.equals(archive.pieces);
    }

    @Override
    public int hashCode() {
        return pieces.hashCode();
    }
}
