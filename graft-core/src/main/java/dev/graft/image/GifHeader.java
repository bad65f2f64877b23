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
    private static final int CONTROL = 0xf9;

    private GifHeader() {}

    static PictureHeader of(HeaderBytes bytes) throws BadInput {
        long at = picture(bytes);
        bytes.sides(bytes.little16(at + 5), bytes.little16(at + 7));
        long width = Math.max(bytes.little16(6), bytes.little16(at + 1) + (long) bytes.little16(at + 5));
        long height = Math.max(bytes.little16(8), bytes.little16(at + 3) + (long) bytes.little16(at + 7));
        bytes.sides(width, height);
        long end = blocks(bytes, at + 10 + table(bytes.u8(at + 9)) + 1);
        byte[] plain = Arrays.copyOf(bytes.data(), (int) end + 1);
        plain[(int) end] = 0x3b; // the end of a GIF
        return new PictureHeader(PictureHeader.Kind.GIF, new Size((int) width, (int) height), 0, 1, plain);
    }

    /** Where the first picture's own header begins. */
    private static long picture(HeaderBytes bytes) throws BadInput {
        long at = 13 + table(bytes.u8(10));
        while (bytes.u8(at) == EXTENSION) {
            at = blocks(bytes, at + 2);
        }
        if (bytes.u8(at) != PICTURE) {
            throw new BadInput(bytes.name(), "is a GIF without a picture; take it out, or make it again");
        }
        return at;
    }

    /**
     * The picture at its place on the screen; the rest has the first color, or that which is transparent, as in PIL.
     *
     * @param step every which pixel of every which row was taken
     */
    static Pixels onScreen(PictureHeader header, Pixels picture, int step) throws BadInput {
        int width = (header.stored().width() + step - 1) / step;
        int height = (header.stored().height() + step - 1) / step;
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        HeaderBytes bytes = new HeaderBytes(header.plain(), "GIF");
        long at = picture(bytes);
        long colors = (bytes.u8(at + 9) & 0x80) != 0 ? at + 10 : 13;
        long color = colors + 3L * transparent(bytes);
        byte[] data = new byte[width * height * 3];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) bytes.u8(color + i % 3);
        }
        Pixels colored = picture.rgb();
        int left = Math.min(bytes.little16(at + 1) / step, width - picture.width());
        int top = Math.min(bytes.little16(at + 3) / step, height - picture.height());
        int stride = picture.width() * 3;
        for (int y = 0; y < picture.height(); y++) {
            System.arraycopy(colored.data(), y * stride, data, ((top + y) * width + left) * 3, stride);
        }
        return new Pixels(width, height, 3, data);
    }

    /** The number of the color that the first picture's control block calls transparent, or 0. */
    private static int transparent(HeaderBytes bytes) throws BadInput {
        long at = 13 + table(bytes.u8(10));
        for (; bytes.u8(at) == EXTENSION; at = blocks(bytes, at + 2)) {
            if (bytes.u8(at + 1) == CONTROL && (bytes.u8(at + 3) & 1) != 0) {
                return bytes.u8(at + 6);
            }
        }
        return 0;
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
