package dev.graft.image;

import dev.graft.base.BadInput;
import java.io.ByteArrayOutputStream;

/**
 * A JPEG's segments up to its first scan. All metadata are left out of the plain form, profiles too; in their place an
 * Adobe segment says which colors the values are, decided as the Independent JPEG Group's decoder decides.
 *
 * <p>Source: ITU-T T.81, annex B; T.871 (JFIF); T.872, 6.5.3 (Adobe's segment).
 */
final class JpegHeader {
    private static final int MOST_SCANS = 200; // an ordinary progressive file has about 10
    private static final long MOST_SCANNED = 4_000_000_000L; // pixels times scans, some 20 s of decoding

    private JpegHeader() {}

    static PictureHeader of(HeaderBytes bytes) throws BadInput {
        int orientation = 1;
        int adobe = -1; // its transform: 0 none, 1 YCbCr, 2 YCCK
        boolean jfif = false;
        int frame = -1;
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length() + 16);
        int at = 2;
        for (int marker; (marker = marker(bytes, at)) != 0xda; ) {
            at = skipFill(bytes, at);
            int length = bytes.big16(at + 2L);
            if (length < 2) {
                throw new BadInput(bytes.name() + ", byte " + at, "a segment of length " + length + "; save it again");
            }
            bytes.u8((long) at + 1 + length); // all of it is there
            int body = at + 4;
            if (marker == 0xe0 && bytes.is(body, "JFIF\0")) {
                jfif = true;
            } else if (marker == 0xe1 && bytes.is(body, "Exif\0\0")) {
                orientation = Exif.orientation(bytes, body + 6, at + 2 + length);
            } else if (marker == 0xee && length >= 14 && bytes.is(body, "Adobe")) {
                adobe = bytes.u8(body + 11L);
            }
            if (isFrame(marker)) {
                frame = frame < 0 ? at : frame;
                supported(bytes, marker);
            }
            if (marker < 0xe0 || marker > 0xef && marker != 0xfe) {
                kept.write(bytes.data(), at, length + 2);
            }
            at += 2 + length;
        }
        if (frame < 0) {
            throw new BadInput(bytes.name(), "is a JPEG without a frame; copy or download it again");
        }
        int height = bytes.big16(frame + 5L);
        int width = bytes.big16(frame + 7L);
        bytes.sides(width, height);
        scans(bytes, at, (long) width * height);
        int transform = transform(bytes, frame, jfif, adobe);
        return new PictureHeader(
                PictureHeader.Kind.JPEG,
                new Size(width, height),
                bytes.u8(frame + 9L),
                orientation,
                plain(bytes, kept.toByteArray(), at, transform));
    }

    private static int marker(HeaderBytes bytes, int at) throws BadInput {
        int to = skipFill(bytes, at);
        int marker = bytes.u8(to + 1L);
        if (bytes.u8(to) != 0xff || marker < 0xc0 || marker >= 0xd0 && marker <= 0xd9) {
            throw new BadInput(bytes.name() + ", byte " + to, "no JPEG segment begins here; copy it again");
        }
        return marker;
    }

    /** Any number of 0xff may stand before a marker. */
    private static int skipFill(HeaderBytes bytes, int at) throws BadInput {
        int to = at;
        while (bytes.u8(to) == 0xff && bytes.u8(to + 1L) == 0xff) {
            to++;
        }
        return to;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static void supported(HeaderBytes bytes, int marker) throws BadInput {
        if (marker > 0xc2) {
            String how = marker >= 0xc9 ? "arithmetic coding" : "lossless or hierarchical coding";
            throw new BadInput(bytes.name(), "is a JPEG in " + how + ", which is not read; save it as an ordinary one");
        }
    }

    private static int transform(HeaderBytes bytes, int frame, boolean jfif, int adobe) throws BadInput {
        int components = bytes.u8(frame + 9L);
        switch (components) {
            case 1:
                return 0;
            case 3:
                boolean named = bytes.u8(frame + 10L) == 'R' && bytes.u8(frame + 13L) == 'G';
                boolean plainRgb = adobe == 0 || adobe < 0 && named && bytes.u8(frame + 16L) == 'B';
                return jfif || !plainRgb ? 1 : 0;
            case 4:
                return adobe <= 0 ? 0 : 2;
            default:
                throw new BadInput(bytes.name(), "has " + components + " components, not 1, 3 or 4; save it as RGB");
        }
    }

    /** Refuses what would take minutes: thousands of nearly empty scans over a large picture. */
    private static void scans(HeaderBytes bytes, int from, long pixels) throws BadInput {
        byte[] data = bytes.data();
        int scans = 0;
        for (int i = from; i + 1 < data.length; i++) {
            if (data[i] == (byte) 0xff && data[i + 1] == (byte) 0xda) {
                scans++;
            }
        }
        if (scans > MOST_SCANS || scans * pixels > MOST_SCANNED) {
            throw new BadInput(
                    bytes.name(), "has " + scans + " scans, too many for its size; save it as an ordinary JPEG");
        }
    }

    private static byte[] plain(HeaderBytes bytes, byte[] kept, int scan, int transform) {
        byte[] start = {
            (byte) 0xff,
            (byte) 0xd8,
            (byte) 0xff,
            (byte) 0xee,
            0,
            14,
            'A',
            'd',
            'o',
            'b',
            'e',
            0,
            100,
            0,
            0,
            0,
            0,
            (byte) transform
        };
        int rest = bytes.length() - scan;
        byte[] plain = java.util.Arrays.copyOf(start, start.length + kept.length + rest);
        System.arraycopy(kept, 0, plain, start.length, kept.length);
        System.arraycopy(bytes.data(), scan, plain, start.length + kept.length, rest);
        return plain;
    }
}
