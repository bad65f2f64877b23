package dev.graft.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Characters of a file, none replaced: what cannot be decoded, and a NUL, ends the reading with a {@link BadCharacters}
 * after all characters before it were handed out, so that a parser knows in which row it stands.
 */
final class CheckedReader extends Reader {
    private final InputStream in;
    private final Charset charset;
    private final boolean marked;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final CharBuffer characters = CharBuffer.allocate(1 << 16).flip();
    private long consumed;
    private boolean ended;
    private Optional<BadCharacters> fault = Optional.empty();

    private CheckedReader(InputStream in, Charset charset, int markLength) {
        this.in = in;
        this.charset = charset;
        this.marked = markLength > 0;
        this.consumed = markLength;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** A byte order mark is skipped, and decides before all else; then the wanted charset; then UTF-8. */
    static CheckedReader open(Path file, Optional<Charset> wanted) throws IOException {
        PushbackInputStream in = new PushbackInputStream(Files.newInputStream(file), 3);
        try {
            byte[] head = in.readNBytes(3);
            Charset charset = wanted.orElse(StandardCharsets.UTF_8);
            int mark = 0;
            if (head.length == 3 && (head[0] & 255) == 0xEF && (head[1] & 255) == 0xBB && (head[2] & 255) == 0xBF) {
                charset = StandardCharsets.UTF_8;
                mark = 3;
            } else if (head.length >= 2 && (head[0] & 255) == 0xFF && (head[1] & 255) == 0xFE) {
                charset = StandardCharsets.UTF_16LE;
                mark = 2;
            } else if (head.length >= 2 && (head[0] & 255) == 0xFE && (head[1] & 255) == 0xFF) {
                charset = StandardCharsets.UTF_16BE;
                mark = 2;
            }
            in.unread(head, mark, head.length - mark);
            return new CheckedReader(in, charset, mark);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Whether the file began with a byte order mark. */
    boolean isMarked() {
        return marked;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!characters.hasRemaining()) {
            if (fault.isPresent()) {
                throw fault.get();
            }
            if (ended) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, characters.remaining());
        characters.get(target, offset, count);
        return count;
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(read, 0)).flip();
        characters.clear();
        int start = bytes.position();
        CoderResult result = decoder.decode(bytes, characters, read < 0);
        if (read < 0 && !result.isError()) {
            result = decoder.flush(characters);
            ended = !bytes.hasRemaining() && result.isUnderflow();
        }
        consumed += bytes.position() - start;
        characters.flip();
        if (result.isError()) {
            fault = Optional.of(new BadCharacters("byte " + consumed + " is not " + charset.name() + "; "
                    + CharsetGuess.advice(bytes.slice(), charset)));
        }
        stopAtNul();
    }

    private void stopAtNul() {
        for (int i = characters.position(); i < characters.limit(); i++) {
            if (characters.get(i) == 0) {
                characters.limit(i);
                fault = Optional.of(new BadCharacters("a NUL character, so this is no text, or it is UTF-16 without a"
                        + " byte order mark (then give charset UTF-16LE)"));
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** What stands where characters should; the reader of rows adds the place. */
    static final class BadCharacters extends IOException {
        private static final long serialVersionUID = 1L;

        BadCharacters(String problem) {
            super(problem);
        }
    }
}
