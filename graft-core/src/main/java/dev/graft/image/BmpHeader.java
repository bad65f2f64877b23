package dev.graft.image;

import dev.graft.base.BadInput;

/** A bitmap's header. Its colors are taken as sRGB: a profile in it, or the name of one, is not looked at. */
final class BmpHeader {
    private static final int COLOR_SPACE = 70; // where versions 4 and 5 of the header name it

    private BmpHeader() {}

    static PictureHeader of(HeaderBytes bytes) throws BadInput {
        long header = bytes.little32(14);
        boolean old = header == 12;
        if (!old && (header < 40 || header > 124)) {
            throw new BadInput(bytes.name(), "has a bitmap header of " + header + " bytes; save it as PNG");
        }
        long width = old ? bytes.little16(18) : (int) bytes.little32(18);
        long height = old ? bytes.little16(20) : Math.abs((long) (int) bytes.little32(22));
        bytes.sides(width, height);
        long compression = old ? 0 : bytes.little32(30);
        if (compression == 4 || compression == 5) {
            throw new BadInput(bytes.name(), "is a bitmap around another picture; save it as PNG");
        }
        byte[] plain = bytes.data();
        if (header >= 108) {
            plain = plain.clone();
            bytes.u8(COLOR_SPACE + 3L);
            byte[] srgb = {'B', 'G', 'R', 's'};
            System.arraycopy(srgb, 0, plain, COLOR_SPACE, 4);
        }
        return new PictureHeader(PictureHeader.Kind.BMP, new Size((int) width, (int) height), 0, 1, plain);
    }
}
