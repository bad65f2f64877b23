package dev.graft.cli;

import dev.graft.base.BadInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of standard input, each of which may be a text; an endless one is refused before memory runs out. */
final class InputLines {
    static final int LONGEST = 16 << 20; // as a field of a table
    private static final String NAME = "standard input";

    private final BufferedReader reader;
    private int line;
    private boolean afterReturn;

    InputLines(InputStream in) {
        reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    /** Whether the next one can be had without waiting. */
    boolean ready() throws IOException {
        return reader.ready();
    }

    /** The next line without its end; empty after the last. */
    Optional<String> next() throws IOException {
        line++;
        StringBuilder text = new StringBuilder();
        try {
            int c = reader.read();
            if (afterReturn && c == '\n') {
                c = reader.read();
            }
            afterReturn = false;
            if (c < 0) {
                return Optional.empty();
            }
            for (; c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
                if (text.length() == LONGEST) {
                    throw new BadInput(NAME + ", line " + line, "longer than 16 MB, too long for one text");
                }
                text.append((char) c);
            }
            afterReturn = c == '\r';
        } catch (CharacterCodingException e) {
            throw new BadInput(NAME + ", near line " + line, "is not UTF-8; convert it, as with iconv -t UTF-8", e);
        }
        return Optional.of(text.toString());
    }
}
