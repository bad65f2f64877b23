package dev.graft.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pixels as a PNG of 8 bits, each row as its difference from the one above. */
final class PngWriter {
    private static final int UP = 2; // the filter's number

    private PngWriter() {}

    static byte[] bytes(Pixels pixels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(pixels.width()).putInt(pixels.height());
        header.put((byte) 8).put((byte) (pixels.channels() == 1 ? 0 : 2)); // depth, grey or RGB
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", deflated(pixels));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflated(Pixels pixels) {
        Deflater deflater = new Deflater();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] data = pixels.data();
            int stride = pixels.width() * pixels.channels();
            byte[] row = new byte[stride + 1];
            byte[] packed = new byte[1 << 16];
            for (int y = 0; y < pixels.height(); y++) {
                row[0] = UP;
                for (int i = 0, at = y * stride; i < stride; i++, at++) {
                    row[i + 1] = (byte) (data[at] - (y == 0 ? 0 : data[at - stride]));
                }
                deflater.setInput(row);
                while (!deflater.needsInput()) {
                    out.write(packed, 0, deflater.deflate(packed));
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                out.write(packed, 0, deflater.deflate(packed));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] body) {
        byte[] letters = name.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(letters);
        sum.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
        out.writeBytes(letters);
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
