package dev.graft.image;

import dev.graft.base.BadInput;

/**
 * A WebP's chunks down to the coded picture, or the first of an animation, which alone is kept.
 *
 * <p>Source: RFC 9649, sections 2.4 to 2.7, 3.4 (lossless); RFC 6386, section 9.1 (lossy).
 */
final class WebpHeader {
    private WebpHeader() {}

    static PictureHeader of(HeaderBytes bytes) throws BadInput {
        int orientation = 1;
        long coded = -1;
        long at = 12;
        while (at + 8 <= bytes.length()) {
            long length = bytes.little32(at + 4);
            if (bytes.is(at, "EXIF")) {
                long from = at + (bytes.is(at + 8, "Exif\0\0") ? 14 : 8);
                orientation = Exif.orientation(bytes, (int) from, (int) Math.min(at + 8 + length, bytes.length()));
            } else if (coded < 0 && (bytes.is(at, "VP8 ") || bytes.is(at, "VP8L"))) {
                coded = at;
            }
            // an animation's frame: 16 bytes of its own, then chunks
            boolean frame = coded < 0 && bytes.is(at, "ANMF");
            at += frame ? 24 : 8 + length + (length & 1);
        }
        if (coded < 0) {
            throw new BadInput(bytes.name(), "is a WebP without a picture; copy or download it again");
        }
        Size size = size(bytes, coded);
        if (size.pixels() > PictureFile.WHOLE) { // its reader always holds all of it, and needs seconds
            throw new BadInput(
                    bytes.name(),
                    "is a WebP of " + size.width() + " x " + size.height() + " pixels, more than the "
                            + PictureFile.WHOLE / 1_000_000 + " million read; scale it down or save it as JPEG");
        }
        return new PictureHeader(PictureHeader.Kind.WEBP, size, 0, orientation, plain(bytes, coded));
    }

    private static Size size(HeaderBytes bytes, long coded) throws BadInput {
        long bits;
        if (bytes.is(coded, "VP8L")) {
            bits = bytes.little32(coded + 9);
            bytes.sides((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
            return new Size((int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1);
        }
        bits = bytes.little32(coded + 14);
        bytes.sides(bits & 0x3fff, bits >> 16 & 0x3fff);
        return new Size((int) (bits & 0x3fff), (int) (bits >> 16 & 0x3fff));
    }

    private static byte[] plain(HeaderBytes bytes, long coded) throws BadInput {
        long length = bytes.little32(coded + 4);
        bytes.u8(coded + 7 + length); // all of it is there
        byte[] plain = new byte[(int) (20 + length + (length & 1))];
        System.arraycopy(bytes.data(), 0, plain, 0, 12);
        System.arraycopy(bytes.data(), (int) coded, plain, 12, (int) length + 8);
        int riff = plain.length - 8;
        for (int i = 0; i < 4; i++) {
            plain[4 + i] = (byte) (riff >> 8 * i);
        }
        return plain;
    }
}
