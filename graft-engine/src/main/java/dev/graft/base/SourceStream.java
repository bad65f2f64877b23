package dev.graft.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A {@link ByteSource} as the stream that parsers take. */
final class SourceStream extends InputStream {
    private final ByteSource source;

    SourceStream(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return source.remaining() == 0 ? -1 : source.u8();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = (int) Math.min(length, source.remaining());
        if (count == 0) {
            return -1;
        }
        source.read(ByteBuffer.wrap(into, offset, count));
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, source.remaining());
    }
}
