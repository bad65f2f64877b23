package dev.graft.image;

import dev.graft.base.BadInput;

/**
 * What an encoded picture says about itself before it is decoded.
 *
 * @param kind by its first bytes, whatever its name ends in
 * @param stored width and height as they are stored, before turning
 * @param components of a JPEG, 1, 3 or 4; 0 for others
 * @param orientation 1 to 8 as EXIF counts them; 1 is upright
 * @param plain the same picture without metadata, so that no decoder reads any
 */
record PictureHeader(Kind kind, Size stored, int components, int orientation, byte[] plain) {

    enum Kind {
        JPEG,
        PNG,
        GIF,
        BMP,
        WEBP,
        TIFF
    }

    private static final int LONGEST = 100_000; // times the shorter side; scaled up it is still to be counted in an int

    static PictureHeader of(byte[] encoded, String name) throws BadInput {
        PictureHeader header = read(encoded, name);
        Size size = header.stored();
        if (Math.max(size.width(), size.height()) > (long) LONGEST * size.shorter()) {
            throw new BadInput(
                    name,
                    "says that it is " + size.width() + " x " + size.height()
                            + " pixels, too long and thin to be looked at; cut it, or take it out");
        }
        return header;
    }

    private static PictureHeader read(byte[] encoded, String name) throws BadInput {
        HeaderBytes bytes = new HeaderBytes(encoded, name);
        if (bytes.is(0, "\u00ff\u00d8\u00ff")) {
            return JpegHeader.of(bytes);
        }
        if (bytes.is(0, "\u0089PNG\r\n\u001a\n")) {
            return PngHeader.of(bytes);
        }
        if (bytes.is(0, "GIF87a") || bytes.is(0, "GIF89a")) {
            return GifHeader.of(bytes);
        }
        if (bytes.is(0, "BM")) {
            return BmpHeader.of(bytes);
        }
        if (bytes.is(0, "RIFF") && bytes.is(8, "WEBP")) {
            return WebpHeader.of(bytes);
        }
        if (bytes.is(0, "II*\0") || bytes.is(0, "MM\0*")) {
            return TiffHeader.of(bytes);
        }
        throw new BadInput(
                name,
                encoded.length == 0
                        ? "is empty; copy or download it again"
                        : "is not a picture in JPEG, PNG, GIF, BMP, WebP or TIFF; convert it, or take it out");
    }

    /** As it is looked at. */
    Size size() {
        return orientation >= 5 ? new Size(stored.height(), stored.width()) : stored;
    }
}
