package dev.graft.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes rows of one format, each with added values. */
interface RowWriter {
    void header(Rows source, List<String> added) throws IOException;

    void row(Rows source, List<String> added, List<?> values) throws IOException;

    /** Hands on what is held back. */
    default void finish() throws IOException {}

    static RowWriter to(Writer writer, Rows rows) throws IOException {
        Rows.Style style = rows.style();
        if (style.mark()) {
            writer.write('\ufeff');
        }
        if (rows instanceof JsonRows) {
            return new JsonLines(writer, style.lineEnd());
        }
        return style.quotes() ? new Csv(TableWriter.csv(writer, style)) : new Tsv(writer, style.lineEnd());
    }

    /** Cells of the source and what is added, none of which a spreadsheet takes for a formula. */
    static List<String> cells(Rows source, List<?> values) throws IOException {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < source.columns().size(); column++) {
            cells.add(Formulas.asText(source.cell(column)));
        }
        values.forEach(value -> cells.add(Formulas.asText(value.toString())));
        return cells;
    }

    static List<String> names(Rows source, List<String> added) {
        List<String> names = new ArrayList<>(source.columns());
        names.addAll(added);
        return names.stream().map(Formulas::asText).toList();
    }

    record Csv(CsvWriter writer) implements RowWriter {
        @Override
        public void header(Rows source, List<String> added) throws IOException {
            writer.writeRecord(names(source, added));
        }

        @Override
        public void row(Rows source, List<String> added, List<?> values) throws IOException {
            writer.writeRecord(cells(source, values));
        }

        @Override
        public void finish() throws IOException {
            writer.flush();
        }
    }

    /** Without quotes; a tab or line break in an answer becomes a blank. */
    record Tsv(Writer writer, String lineEnd) implements RowWriter {
        @Override
        public void header(Rows source, List<String> added) throws IOException {
            write(names(source, added));
        }

        @Override
        public void row(Rows source, List<String> added, List<?> values) throws IOException {
            write(cells(source, values));
        }

        private void write(List<String> cells) throws IOException {
            writer.write(String.join(
                    "\t", cells.stream().map(c -> c.replaceAll("[\t\r\n]", " ")).toList()));
            writer.write(lineEnd);
        }
    }

    /** The line as it stands, with further keys before its last brace. */
    record JsonLines(Writer writer, String lineEnd) implements RowWriter {
        private static final JsonFactory JSON = new JsonFactory();

        @Override
        public void header(Rows source, List<String> added) {
            // keys stand in each line
        }

        @Override
        public void row(Rows source, List<String> added, List<?> values) throws IOException {
            String line = ((JsonRows) source).line().strip();
            writer.write(line, 0, line.length() - 1);
            StringWriter fields = new StringWriter();
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), fields)) {
                json.writeStartObject();
                for (int i = 0; i < added.size(); i++) {
                    json.writeName(added.get(i));
                    write(json, values.get(i));
                }
                json.writeEndObject();
            }
            writer.write(", " + fields.toString().substring(1));
            writer.write(lineEnd);
        }

        private static void write(JsonGenerator json, Object value) {
            if (value instanceof Integer || value instanceof Long) {
                json.writeNumber(((Number) value).longValue());
            } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
                json.writeNumber(number.toString());
            } else {
                json.writeString(value.toString());
            }
        }
    }
}
