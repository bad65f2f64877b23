package dev.graft.data;

import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Where a picture lies. Equal where the place is the same; reading it twice gives the same bytes or an error. */
interface Encoded {
    /** Of a larger file not even the header is looked at, bytes. */
    int LARGEST = 1 << 28;

    /** The whole file. */
    byte[] bytes() throws IOException;

    default Pixels pixels(String name) throws IOException {
        return PictureFile.decode(bytes(), name);
    }

    /** @param shorterAtLeast pixels that the caller needs along the shorter side; the picture may come smaller than it is */
    default Pixels pixels(String name, int shorterAtLeast) throws IOException {
        return PictureFile.decode(bytes(), name, shorterAtLeast);
    }

    /** A file of which nothing is known yet. */
    record InFile(Path path, String name) implements Encoded {
        @Override
        public byte[] bytes() throws IOException {
            return FileStamp.of(path, name).bytes();
        }
    }

    record InArchive(Archive archive, Archive.Member member) implements Encoded {
        @Override
        public byte[] bytes() throws IOException {
            return archive.read(member);
        }
    }

    /** @param bytes not copied; nobody changes them */
    record InMemory(byte[] bytes) implements Encoded {}

    /** Pixels that were never coded: the bytes are the size and they. */
    interface Raw extends Encoded {
        Pixels pixels() throws IOException;

        @Override
        default byte[] bytes() throws IOException {
            Pixels pixels = pixels();
            return ByteBuffer.allocate(12 + pixels.data().length)
                    .putInt(pixels.width())
                    .putInt(pixels.height())
                    .putInt(pixels.channels())
                    .put(pixels.data())
                    .array();
        }

        @Override
        default Pixels pixels(String name) throws IOException {
            return pixels();
        }

        @Override
        default Pixels pixels(String name, int shorterAtLeast) throws IOException {
            return pixels();
        }
    }

    record InPixels(Pixels pixels) implements Raw {}
}
