package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;

/** Lines of a file, none longer than a bound; ended by LF, CR LF or CR, also mixed. */
final class BoundedLines implements Closeable {
    private final String name;
    private final CheckedReader checked;
    private final BufferedReader reader;
    private String lineEnd = "";
    private int number;
    private int blank;

    BoundedLines(Path file, Optional<Charset> charset) throws IOException {
        this.name = String.valueOf(file.getFileName());
        this.checked = CheckedReader.open(file, charset);
        this.reader = new BufferedReader(checked, 1 << 16);
    }

    /** The next line that is not blank. */
    Optional<String> next() throws IOException {
        return next(false);
    }

    /** The next line. @param blanks whether a blank one counts; at the end of the file it never does */
    Optional<String> next(boolean blanks) throws IOException {
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            boolean filled = !line.get().isBlank() || line.get().indexOf('\t') >= 0;
            if (filled || blanks && !isAtEnd()) {
                return line;
            }
            blank++;
        }
        return Optional.empty();
    }

    private boolean isAtEnd() throws IOException {
        try {
            reader.mark(1);
            if (reader.read() < 0) {
                return true;
            }
            reader.reset();
            return false;
        } catch (CheckedReader.BadCharacters e) {
            throw new BadInput(name + ", line " + (number + 1), e.getMessage(), e);
        }
    }

    private Optional<String> line() throws IOException {
        number++;
        StringBuilder line = new StringBuilder(128);
        try {
            int c = reader.read();
            if (c < 0) {
                return Optional.empty();
            }
            for (; c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
                if (line.length() == Rows.LONGEST) {
                    throw new BadInput(name + ", line " + number, "longer than 16 MB; shorten or remove the line");
                }
                line.append((char) c);
            }
            end(c);
            return Optional.of(line.toString());
        } catch (CheckedReader.BadCharacters e) {
            throw new BadInput(name + ", line " + number, e.getMessage(), e);
        }
    }

    private void end(int c) throws IOException {
        boolean pair = false;
        if (c == '\r') {
            reader.mark(1);
            pair = reader.read() == '\n';
            if (!pair) {
                reader.reset();
            }
        }
        if (lineEnd.isEmpty()) {
            lineEnd = pair ? "\r\n" : c == '\r' ? "\r" : "\n";
        }
    }

    /** Of the line handed out last, from 1. */
    int number() {
        return number;
    }

    int blank() {
        return blank;
    }

    /** That of the first line. */
    String lineEnd() {
        return lineEnd;
    }

    boolean isMarked() {
        return checked.isMarked();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
