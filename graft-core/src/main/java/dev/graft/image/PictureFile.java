package dev.graft.image;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.io.IOException;

/**
 * Pictures to and from the bytes of files: JPEG, PNG, GIF (its first picture), BMP, WebP and TIFF, told apart by their
 * first bytes. A grey picture has 1 channel, any other 3. Pixels are as PIL's {@code convert("RGB")} gives them:
 * transparency and color profiles are dropped, 16 bits cut to the upper 8, CMYK without a profile made red, green and
 * blue; and they are turned upright as EXIF says, as PIL's {@code exif_transpose} does.
 *
 * <p>A picture that is cut off or damaged is refused and not filled up with grey.
 */
public final class PictureFile {
    /** A header that says more is refused before memory is taken; PIL's own limit. */
    public static final long MOST_PIXELS = 178_956_970;

    private static final long WHOLE = 1 << 25; // pixels up to which a picture is decoded in full: 100 MB

    private PictureFile() {}

    /**
     * @param name of the file, for messages
     * @throws BadInput for what is not a picture, damaged, or too large
     */
    public static Pixels decode(byte[] encoded, String name) throws IOException {
        return decode(encoded, name, 1);
    }

    /**
     * Decodes a picture that will be scaled down: where it is much larger than wanted, it may come smaller than it is.
     *
     * @param shorterAtLeast length below which the shorter side is not brought, at least 1; a picture that is smaller
     *     comes as it is
     */
    public static Pixels decode(byte[] encoded, String name, int shorterAtLeast) throws IOException {
        Check.atLeast("shorterAtLeast", shorterAtLeast, 1);
        try {
            PictureHeader header = PictureHeader.of(encoded, name);
            return Exif.upright(Decoders.decode(header, step(header.stored(), shorterAtLeast)), header.orientation());
        } catch (BadInput e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
            throw new BadInput(name, "is damaged or of a kind that is not read" + reason + "; save it again", e);
        } catch (OutOfMemoryError e) {
            throw new BadInput(name, "is too large for the memory that Java was given; scale it down", e);
        }
    }

    /** Width and height as the picture is looked at, from its header alone. */
    public static Size size(byte[] encoded, String name) throws IOException {
        return PictureHeader.of(encoded, name).size();
    }

    /** Pixels as a PNG. */
    public static byte[] png(Pixels pixels) {
        return PngWriter.bytes(pixels);
    }

    private static int step(Size size, int shorterAtLeast) {
        int wanted = (int) Math.ceil(Math.sqrt((double) size.pixels() / WHOLE));
        return Math.max(1, Math.min(wanted, size.shorter() / shorterAtLeast));
    }
}
