package dev.graft.image;

import dev.graft.base.BadInput;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;

/**
 * A PNG's chunks. Only those that pixels are made of are kept; their checksums are held to, as their decoder does not.
 *
 * <p>Source: W3C, Portable Network Graphics, third edition, sections 5 and 11.
 */
final class PngHeader {
    private PngHeader() {}

    static PictureHeader of(HeaderBytes bytes) throws BadInput {
        if (!bytes.is(12, "IHDR") || bytes.big32(8) != 13) {
            throw new BadInput(bytes.name(), "is a PNG whose first chunk is no header; copy or download it again");
        }
        long width = bytes.big32(16);
        long height = bytes.big32(20);
        bytes.sides(width, height);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length());
        kept.write(bytes.data(), 0, 8);
        int orientation = 1;
        boolean ended = false;
        for (long at = 8; !ended; ) {
            long length = bytes.big32(at);
            bytes.u8(at + 11 + length); // all of it is there
            if (bytes.is(at + 4, "eXIf")) {
                orientation = Exif.orientation(bytes, (int) at + 8, (int) (at + 8 + length));
            } else if (makesPixels(bytes, at + 4)) {
                checked(bytes, (int) at, (int) length);
                kept.write(bytes.data(), (int) at, (int) length + 12);
            }
            ended = bytes.is(at + 4, "IEND");
            at += 12 + length;
        }
        return new PictureHeader(
                PictureHeader.Kind.PNG, new Size((int) width, (int) height), 0, orientation, kept.toByteArray());
    }

    private static boolean makesPixels(HeaderBytes bytes, long name) {
        return bytes.is(name, "IHDR") || bytes.is(name, "PLTE") || bytes.is(name, "IDAT") || bytes.is(name, "IEND");
    }

    private static void checked(HeaderBytes bytes, int at, int length) throws BadInput {
        CRC32 sum = new CRC32();
        sum.update(bytes.data(), at + 4, length + 4);
        if (sum.getValue() != bytes.big32(at + 8L + length)) {
            throw new BadInput(
                    bytes.name() + ", byte " + at, "a chunk's checksum is wrong; copy or download the file again");
        }
    }
}
