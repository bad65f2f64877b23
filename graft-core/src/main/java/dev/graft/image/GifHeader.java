package dev.graft.image;

import dev.graft.base.BadInput;
import java.util.Arrays;

/**
 * A GIF up to its first picture; further ones are cut off. The size is that of the screen it is drawn on, or of the
 * picture where that is larger.
 *
 * <p>Source: CompuServe, Graphics Interchange Format, version 89a, sections 17 to 26.
 */
final class GifHeader {
    private static final int PICTURE = 0x2c;
    private static final int EXTENSION = 0x21;

    private GifHeader() {}

    static PictureHeader of(HeaderBytes bytes) throws BadInput {
        long at = 13 + table(bytes.u8(10));
        while (bytes.u8(at) == EXTENSION) {
            at = blocks(bytes, at + 2);
        }
        if (bytes.u8(at) != PICTURE) {
            throw new BadInput(bytes.name(), "is a GIF without a picture; take it out, or make it again");
        }
        bytes.sides(bytes.little16(at + 5), bytes.little16(at + 7));
        long width = Math.max(bytes.little16(6), bytes.little16(at + 1) + (long) bytes.little16(at + 5));
        long height = Math.max(bytes.little16(8), bytes.little16(at + 3) + (long) bytes.little16(at + 7));
        bytes.sides(width, height);
        long end = blocks(bytes, at + 10 + table(bytes.u8(at + 9)) + 1);
        byte[] plain = Arrays.copyOf(bytes.data(), (int) end + 1);
        plain[(int) end] = 0x3b; // the end of a GIF
        return new PictureHeader(PictureHeader.Kind.GIF, new Size((int) width, (int) height), 0, 1, plain);
    }

    private static int table(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    /** Where a run of blocks, each after its length, ends. */
    private static long blocks(HeaderBytes bytes, long from) throws BadInput {
        long at = from;
        for (int length; (length = bytes.u8(at)) > 0; ) {
            at += 1 + length;
        }
        return at + 1;
    }
}
