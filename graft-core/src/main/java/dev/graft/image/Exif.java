package dev.graft.image;

import dev.graft.base.BadInput;

/** The one fact that is wanted of a picture's EXIF data: how the camera was held. */
final class Exif {
    private static final int ORIENTATION = 0x0112;
    private static final int MOST_ENTRIES = 1000;

    private Exif() {}

    /**
     * Looks through the first directory of a block in TIFF's form; anything that is wrong there counts as upright,
     * since the picture itself may well be right.
     *
     * @param from where the block begins, at its byte order
     * @param to where it ends
     * @return 1 to 8
     */
    static int orientation(HeaderBytes bytes, int from, int to) throws BadInput {
        if (to - from < 14 || to > bytes.length() || !(bytes.is(from, "II*\0") || bytes.is(from, "MM\0*"))) {
            return 1;
        }
        boolean big = bytes.is(from, "MM");
        long directory = from + (big ? bytes.big32(from + 4L) : bytes.little32(from + 4L));
        if (directory < from || directory + 2 > to) {
            return 1;
        }
        int entries = Math.min(big ? bytes.big16(directory) : bytes.little16(directory), MOST_ENTRIES);
        for (long entry = directory + 2; entries > 0 && entry + 12 <= to; entry += 12, entries--) {
            if ((big ? bytes.big16(entry) : bytes.little16(entry)) == ORIENTATION) {
                int value = big ? bytes.big16(entry + 8) : bytes.little16(entry + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    /** The picture as it is looked at. */
    static Pixels upright(Pixels stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        boolean swap = orientation >= 5;
        int width = swap ? stored.height() : stored.width();
        int height = swap ? stored.width() : stored.height();
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int channels = stored.channels();
        byte[] turned = new byte[stored.data().length];
        for (int y = 0, to = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = swap ? y : x;
                int row = swap ? x : y;
                int fromX = fromRight ? stored.width() - 1 - column : column;
                int fromY = fromBottom ? stored.height() - 1 - row : row;
                int from = (fromY * stored.width() + fromX) * channels;
                for (int c = 0; c < channels; c++) {
                    turned[to++] = stored.data()[from + c];
                }
            }
        }
        return new Pixels(width, height, channels, turned);
    }
}
