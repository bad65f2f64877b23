package dev.graft.image;

import dev.graft.base.BadInput;

/**
 * The first directory of a TIFF; the link to the next is cut.
 *
 * <p>Source: Adobe, TIFF revision 6.0, section 2.
 */
final class TiffHeader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int ORIENTATION = 274;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;

    private TiffHeader() {}

    static PictureHeader of(HeaderBytes bytes) throws BadInput {
        boolean big = bytes.is(0, "MM");
        long directory = big ? bytes.big32(4) : bytes.little32(4);
        int entries = big ? bytes.big16(directory) : bytes.little16(directory);
        long width = 0;
        long height = 0;
        long tile = 1;
        int orientation = 1;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            long value = value(bytes, entry, big);
            long count = big ? bytes.big32(entry + 4) : bytes.little32(entry + 4);
            if (count > bytes.length()) {
                throw new BadInput(bytes.name() + ", byte " + entry, "a field of " + count + " values; save it again");
            }
            switch (big ? bytes.big16(entry) : bytes.little16(entry)) {
                case WIDTH -> width = value;
                case HEIGHT -> height = value;
                case TILE_WIDTH, TILE_HEIGHT -> {
                    bytes.sides(value, tile);
                    tile *= value;
                }
                case ORIENTATION -> orientation = value >= 1 && value <= 8 ? (int) value : 1;
                default -> {}
            }
        }
        bytes.sides(width, height);
        byte[] plain = bytes.data().clone();
        long next = directory + 2 + 12L * entries;
        for (long i = next; i < Math.min(next + 4, plain.length); i++) {
            plain[(int) i] = 0;
        }
        return new PictureHeader(PictureHeader.Kind.TIFF, new Size((int) width, (int) height), 0, orientation, plain);
    }

    /** The first value of a field of one 16-bit or 32-bit number; others are not looked at. */
    private static long value(HeaderBytes bytes, long entry, boolean big) throws BadInput {
        int type = big ? bytes.big16(entry + 2) : bytes.little16(entry + 2);
        if (type == 3) {
            return big ? bytes.big16(entry + 8) : bytes.little16(entry + 8);
        }
        return big ? bytes.big32(entry + 8) : bytes.little32(entry + 8);
    }
}
