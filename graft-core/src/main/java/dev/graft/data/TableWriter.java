package dev.graft.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.base.Storage;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Writes a table again with columns of answers after its own: same rows, separator, quoting and line ends, always in
 * UTF-8. The source is read a second time, and refused if it changed since.
 *
 * <p>Where a spreadsheet would take a cell of a {@code .csv} or {@code .tsv} for a formula, an apostrophe is put before
 * it ({@link Formulas}); plain numbers such as {@code -1} stay. JSON lines stay as they are.
 */
public final class TableWriter {
    private TableWriter() {}

    /**
     * Appears under its name only when complete.
     *
     * @param columns names of the added columns; one that the table has already gets {@code _2} and so on
     * @param answers their values for a row of the dataset: strings and numbers, as many as there are columns
     */
    public static void write(TextTable table, Path file, List<String> columns, IntFunction<List<?>> answers)
            throws IOException {
        if (Files.exists(file) && Files.isSameFile(file, table.path())) {
            throw new BadInput(file.toString(), "is the table that is read; write to another file");
        }
        Storage.LOCAL.writeFile(
                file, to -> write(table, new OutputStreamWriter(to, StandardCharsets.UTF_8), columns, answers));
    }

    /** To a writer, which is flushed and stays open. */
    public static void write(TextTable table, Writer writer, List<String> columns, IntFunction<List<?>> answers)
            throws IOException {
        try (Rows rows = Rows.open(table.path(), table.options().charset())) {
            Columns texts = Columns.choose(rows.columns(), table.options(), table.name());
            RowWriter out = RowWriter.to(writer, rows);
            List<String> added = unused(columns, rows.columns());
            out.header(rows, added);
            int index = 0;
            for (; rows.next(); index++) {
                if (index == table.size()
                        || !rows.cell(texts.text())
                                .equals(table.get(index).input().first())) {
                    throw changed(table);
                }
                List<?> values = answers.apply(index);
                Check.that(
                        values.size() == added.size(),
                        "answers must be " + added.size() + " a row, were " + values.size());
                out.row(rows, added, values);
            }
            if (index != table.size()) {
                throw changed(table);
            }
            out.finish();
        }
        writer.flush();
    }

    private static BadInput changed(TextTable table) {
        return new BadInput(
                table.name(), "changed since it was read; leave it alone while it is worked on, and repeat");
    }

    private static List<String> unused(List<String> columns, List<String> taken) {
        List<String> all = new ArrayList<>(taken);
        List<String> added = new ArrayList<>();
        for (String column : columns) {
            String name = column;
            for (int i = 2; all.contains(name); i++) {
                name = column + "_" + i;
            }
            all.add(name);
            added.add(name);
        }
        return added;
    }

    /** Writes CSV as the source was written. */
    static CsvWriter csv(Writer writer, Rows.Style style) {
        return CsvWriter.builder()
                .fieldSeparator(style.separator())
                .quoteStrategy(style.quoteAll() ? QuoteStrategies.ALWAYS : QuoteStrategies.REQUIRED)
                .lineDelimiter(
                        switch (style.lineEnd()) {
                            case "\r\n" -> LineDelimiter.CRLF;
                            case "\r" -> LineDelimiter.CR;
                            default -> LineDelimiter.LF;
                        })
                .build(writer);
    }
}
