package dev.graft.image;

import dev.graft.base.BadInput;
import java.nio.charset.StandardCharsets;

/** Numbers and marks at places of an encoded picture; what lies past its end is a {@link BadInput}. */
record HeaderBytes(byte[] data, String name) {

    int length() {
        return data.length;
    }

    int u8(long at) throws BadInput {
        if (at < 0 || at >= data.length) {
            throw new BadInput(name, "is cut off after byte " + data.length + "; copy or download it again");
        }
        return data[(int) at] & 0xff;
    }

    int big16(long at) throws BadInput {
        return u8(at) << 8 | u8(at + 1);
    }

    int little16(long at) throws BadInput {
        return u8(at) | u8(at + 1) << 8;
    }

    long big32(long at) throws BadInput {
        return (long) big16(at) << 16 | big16(at + 2);
    }

    long little32(long at) throws BadInput {
        return little16(at) | (long) little16(at + 2) << 16;
    }

    /** Whether these letters stand there; past the end nothing does. */
    boolean is(long at, String letters) {
        byte[] wanted = letters.getBytes(StandardCharsets.ISO_8859_1);
        return at >= 0
                && at + wanted.length <= data.length
                && java.util.Arrays.equals(wanted, 0, wanted.length, data, (int) at, (int) at + wanted.length);
    }

    /** The pixel limit and sides above 0, before any memory is taken. */
    void sides(long width, long height) throws BadInput {
        if (width < 1 || height < 1) {
            throw new BadInput(name, "says that it is " + width + " x " + height + " pixels; save it again");
        }
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || width * height > PictureFile.MOST_PIXELS) {
            throw new BadInput(
                    name,
                    "says that it is " + width + " x " + height + " pixels, more than the allowed "
                            + PictureFile.MOST_PIXELS / 1_000_000 + " million; scale it down");
        }
    }
}
