package dev.graft.image;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.io.IOException;
import java.util.function.ToIntFunction;

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

    /** Pixels up to which a picture is decoded in full: 100 MB of memory. */
    static final long WHOLE = 1 << 25;

    private static final long SPARE = 4; // times the wanted sides that are kept
    private static final long LARGEST_SQUARE = 64;

    private PictureFile() {}

    /**
     * Decodes a picture in full, but for one of more than 33 million pixels, which comes at a half or a third of its
     * sides; a WebP of that size is refused.
     *
     * @param name of the file, for messages
     * @throws BadInput for what is not a picture, damaged, or too large
     */
    public static Pixels decode(byte[] encoded, String name) throws IOException {
        return decode(encoded, name, header -> forced(header.stored(), 1));
    }

    /**
     * Decodes a picture that will be scaled down: a much larger JPEG comes smaller than it is, by the means of squares
     * of pixels. It keeps four times the wanted sides, so that what is scaled from it differs by a grey level or two,
     * and by some more beside hard edges of black and white, where seven were measured.
     *
     * @param shorterAtLeast length below which the shorter side is not brought, at least 1; a picture that is smaller
     *     comes as it is
     */
    public static Pixels decode(byte[] encoded, String name, int shorterAtLeast) throws IOException {
        Check.atLeast("shorterAtLeast", shorterAtLeast, 1);
        return decode(
                encoded,
                name,
                header -> Math.max(forced(header.stored(), shorterAtLeast), unseen(header, shorterAtLeast)));
    }

    private static Pixels decode(byte[] encoded, String name, ToIntFunction<PictureHeader> reduction)
            throws IOException {
        try {
            PictureHeader header = PictureHeader.of(encoded, name);
            return Exif.upright(Decoders.decode(header, reduction.applyAsInt(header)), header.orientation());
        } catch (BadInput e) {
            throw e;
        } catch (IOException e) {
            throw damaged(name, e.getMessage() == null ? "" : " (" + e.getMessage() + ")", e);
        } catch (RuntimeException e) { // what decoders throw that trust a number of the file
            throw damaged(name, "", e);
        } catch (OutOfMemoryError e) {
            throw new BadInput(name, "is too large for the memory that Java was given; scale it down", e);
        }
    }

    private static BadInput damaged(String name, String reason, Exception cause) {
        return new BadInput(name, "is damaged or of a kind that is not read" + reason + "; save it again", cause);
    }

    /** Width and height as the picture is looked at, from its header alone. */
    public static Size size(byte[] encoded, String name) throws IOException {
        return PictureHeader.of(encoded, name).size();
    }

    /** Pixels as a PNG. */
    public static byte[] png(Pixels pixels) {
        return PngWriter.bytes(pixels);
    }

    /** By how much a picture must come smaller for the sake of memory. */
    private static int forced(Size size, int shorterAtLeast) {
        int wanted = (int) Math.ceil(Math.sqrt((double) size.pixels() / WHOLE));
        return Math.max(1, Math.min(wanted, size.shorter() / shorterAtLeast));
    }

    /** By how much a JPEG may come smaller without its being seen: only by whole parts, so that nothing is moved. */
    private static int unseen(PictureHeader header, int shorterAtLeast) {
        Size size = header.stored();
        boolean possible = header.kind() == PictureHeader.Kind.JPEG && header.components() != 4;
        int most = possible ? (int) Math.min(size.shorter() / (SPARE * shorterAtLeast), LARGEST_SQUARE) : 1;
        while (most > 1 && (size.width() % most != 0 || size.height() % most != 0)) {
            most--;
        }
        return Math.max(1, most);
    }
}
