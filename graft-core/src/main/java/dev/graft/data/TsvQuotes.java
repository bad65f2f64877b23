package dev.graft.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells tab-separated files whose cells are quoted (spreadsheets and pandas write them) from those in which a quote is
 * part of the text (most corpora). Quoted are those where each cell with a quote in it is a properly quoted one, and
 * where some cell needs it (it holds a doubled quote, tab or line break) or the header is quoted.
 */
final class TsvQuotes {
    private final BufferedReader reader;
    private boolean needed;

    private TsvQuotes(BufferedReader reader) {
        this.reader = reader;
    }

    static boolean inUse(Path file, Optional<Charset> charset) throws IOException {
        try (BufferedReader reader = new BufferedReader(CheckedReader.open(file, charset))) {
            TsvQuotes quotes = new TsvQuotes(reader);
            return quotes.allProper() && quotes.needed;
        } catch (CheckedReader.BadCharacters e) {
            return false; // the reading of rows meets it again and says in which row
        }
    }

    private boolean allProper() throws IOException {
        boolean first = true;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '"') {
                needed |= first;
                if (!endsProperly()) {
                    return false;
                }
            } else if (!ends(c) && !isPlainToEnd()) {
                return false;
            }
            first = false;
        }
        return true;
    }

    /** Reads a quoted cell with what ends it. */
    private boolean endsProperly() throws IOException {
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            needed |= ends(c);
            if (c == '"') {
                int after = reader.read();
                if (after != '"') {
                    return ends(after);
                }
                needed = true;
            }
        }
        return false;
    }

    private boolean isPlainToEnd() throws IOException {
        int c = reader.read();
        while (!ends(c)) {
            if (c == '"') {
                return false;
            }
            c = reader.read();
        }
        return true;
    }

    private static boolean ends(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c < 0;
    }
}
