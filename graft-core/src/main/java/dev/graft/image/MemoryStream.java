package dev.graft.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes in memory as Java's picture readers want them; nothing is written to disk. */
final class MemoryStream extends ImageInputStreamImpl {
    private final byte[] data;

    MemoryStream(byte[] data) {
        this.data = data;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < data.length ? data[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        bitOffset = 0;
        if (streamPos >= data.length) {
            return -1;
        }
        int count = Math.min(length, data.length - (int) streamPos);
        System.arraycopy(data, (int) streamPos, into, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return data.length;
    }
}
