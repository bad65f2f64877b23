package dev.graft.base;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Where the bytes of a {@link ByteSource} lie: in an open file, or in memory. */
interface Bytes extends Closeable {

    /** Fills some of {@code into} from byte {@code at}; gives the number of bytes, or -1 past the end. */
    int read(long at, ByteBuffer into) throws IOException;

    /** An open file, read at positions and never mapped, so that a file that shrinks is an error and not a crash. */
    record InFile(FileChannel channel) implements Bytes {
        /** Java reads into the heap by way of memory outside it, which should stay in the processor's cache. */
        private static final int PIECE = 1 << 19;

        @Override
        public int read(long at, ByteBuffer into) throws IOException {
            if (into.isDirect() || into.remaining() <= PIECE) {
                return channel.read(into, at);
            }
            ByteBuffer piece = into.duplicate().limit(into.position() + PIECE);
            int count = channel.read(piece, at);
            into.position(piece.position());
            return count;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Pieces of memory of {@code 1 << shift} bytes each, the last one shorter. */
    record InMemory(byte[][] pieces, int shift) implements Bytes {
        @Override
        public int read(long at, ByteBuffer into) {
            int piece = (int) (at >>> shift);
            int from = (int) (at & ((1L << shift) - 1));
            if (piece >= pieces.length || from >= pieces[piece].length) {
                return -1;
            }
            int count = Math.min(into.remaining(), pieces[piece].length - from);
            into.put(pieces[piece], from, count);
            return count;
        }

        @Override
        public void close() {
            // memory needs no closing
        }
    }
}
