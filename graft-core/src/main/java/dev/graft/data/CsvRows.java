package dev.graft.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.graft.base.BadInput;
import dev.graft.base.Lines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Rows of quoted cells after RFC 4180; the separator is the one of comma, semicolon and tab that the header has most. */
final class CsvRows implements Rows {
    private static final int SNIFFED = 1 << 16;

    private final String name;
    private final CloseableIterator<CsvRecord> records;
    private final Style style;
    private final List<String> columns;
    private CsvRecord current;
    private int row;
    private int blankLines;

    private CsvRows(String name, CloseableIterator<CsvRecord> records, Style style) throws IOException {
        this.name = name;
        this.records = records;
        this.style = style;
        if (!advance(false)) {
            throw new BadInput(name, "empty; wanted a row of column names, then one row for each example");
        }
        this.columns = Header.checked(name, current.getFields());
    }

    static CsvRows open(Path file, Optional<Charset> charset) throws IOException {
        return open(file, charset, (char) 0);
    }

    /** @param separator 0 to find it out */
    static CsvRows open(Path file, Optional<Charset> charset, char separator) throws IOException {
        CheckedReader checked = CheckedReader.open(file, charset);
        try {
            BufferedReader reader = new BufferedReader(checked, SNIFFED + 1);
            CsvHead head = CsvHead.of(reader, SNIFFED);
            char between = separator == 0 ? head.separator() : separator;
            CsvReader<CsvRecord> csv = CsvReader.builder()
                    .fieldSeparator(between)
                    .skipEmptyLines(false)
                    .allowUnclosedQuote(false)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // checked here, with a better message
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .maxBufferSize(LONGEST)
                    .ofCsvRecord(reader);
            Style style = new Style(between, true, head.quoted(), head.lineEnd(), checked.isMarked());
            return new CsvRows(String.valueOf(file.getFileName()), csv.iterator(), style);
        } catch (IOException | RuntimeException e) {
            checked.close();
            throw e;
        }
    }

    @Override
    public boolean next() throws IOException {
        if (!advance(columns.size() == 1)) {
            return false;
        }
        if (current.getFieldCount() != columns.size()) {
            throw new BadInput(
                    where(),
                    Lines.count(current.getFieldCount(), "cell") + ", wanted " + columns.size() + " as in the header ("
                            + Header.shown(columns)
                            + "); quote cells that hold a separator, quote or line break");
        }
        return true;
    }

    /**
     * To the next record.
     *
     * @param blanks whether a blank line is one, as where there is a single column; at the end of the file it is none
     */
    private boolean advance(boolean blanks) throws IOException {
        try {
            while (records.hasNext()) {
                current = records.next();
                row++;
                boolean blank =
                        current.getFieldCount() == 1 && current.getField(0).isBlank();
                if (!blank || blanks && records.hasNext()) {
                    return true;
                }
                blankLines++;
            }
            return false;
        } catch (CsvParseException e) {
            row++;
            throw new BadInput(where(), problem(e), e);
        } catch (UncheckedIOException e) {
            row++;
            throw e.getCause() instanceof CheckedReader.BadCharacters bad
                    ? new BadInput(where(), bad.getMessage(), bad)
                    : e.getCause();
        } catch (NoSuchElementException e) {
            return false;
        }
    }

    private static String problem(CsvParseException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("buffer size")) {
            return "a cell is longer than 16 MB, or a quote opens in this row and is never closed;"
                    + " close the quote, or double it if it is part of the text";
        }
        if (message.contains("fields")) {
            return "more than 16,384 columns; keep only those with text and label";
        }
        if (message.contains("after closing quote")) {
            return "a cell goes on after its closing quote; double the quotes that are part of the text";
        }
        return "a quote opens in this row and is never closed; close it, or double it if it is part of the text";
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public int row() {
        return row;
    }

    @Override
    public String where() {
        return name + ", row " + row;
    }

    @Override
    public String cell(int column) {
        return current.getField(column);
    }

    @Override
    public int blankLines() {
        return blankLines;
    }

    @Override
    public Style style() {
        return style;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
