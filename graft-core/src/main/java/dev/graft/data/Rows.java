package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table read once from top to bottom: a cursor that stands on one row at a time. */
interface Rows extends Closeable {
    /** Longest cell, in characters. */
    int LONGEST = 16 << 20;

    /** Column names as the header has them; of JSON the keys of the first object. */
    List<String> columns();

    /** Moves to the next row; false at the end. Lines without anything on them are skipped and counted. */
    boolean next() throws IOException;

    /** Number of the row as a spreadsheet or editor shows it; the header is row 1. */
    int row();

    /** The place for messages: {@code reviews.csv, row 7}. */
    String where();

    /** The cell, as it stands. */
    String cell(int column) throws IOException;

    /** The values in a cell: one, but for an array in JSON. */
    default List<String> values(int column) throws IOException {
        return List.of(cell(column));
    }

    /** Whether the cell is an array. */
    default boolean isArray(int column) {
        return false;
    }

    /** Whether the row has such a cell at all; objects of JSON may differ in their keys. */
    default boolean has(int column) {
        return true;
    }

    int blankLines();

    /** How the file was written, to write another like it. */
    Style style();

    /**
     * @param separator between cells; 0 where the file is not made of cells
     * @param quotes whether cells may be quoted
     * @param quoteAll whether all are
     * @param lineEnd what ends a line
     * @param mark whether a byte order mark stands first
     */
    record Style(char separator, boolean quotes, boolean quoteAll, String lineEnd, boolean mark) {}

    static boolean isJson(String fileName) {
        return fileName.matches("(?i).*\\.(jsonl|ndjson)");
    }

    static Rows open(Path file, Optional<Charset> charset) throws IOException {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "csv" -> CsvRows.open(file, charset);
            case "tsv", "tab" ->
                TsvQuotes.inUse(file, charset) ? CsvRows.open(file, charset, '\t') : TsvRows.open(file, charset);
            case "jsonl", "ndjson" -> JsonRows.open(file, charset);
            default ->
                throw new BadInput(
                        file.toString(), "not a table that can be read; wanted .csv, .tsv, .jsonl or .ndjson");
        };
    }
}
