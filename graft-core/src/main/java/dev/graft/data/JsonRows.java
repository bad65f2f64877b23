package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One JSON object a line. */
final class JsonRows implements Rows {
    private final String name;
    private final BoundedLines lines;
    private final List<String> columns;
    private Map<String, JsonObject.Value> fields = Map.of();
    private String line = "";
    private boolean atFirst;

    private JsonRows(String name, BoundedLines lines) throws IOException {
        this.name = name;
        this.lines = lines;
        if (!read()) {
            throw new BadInput(
                    name, "empty; wanted one JSON object a line, as {\"text\": \"...\", \"label\": \"...\"}");
        }
        this.columns = List.copyOf(fields.keySet());
        this.atFirst = true;
    }

    static JsonRows open(Path file, Optional<Charset> charset) throws IOException {
        BoundedLines lines = new BoundedLines(file, charset);
        try {
            return new JsonRows(String.valueOf(file.getFileName()), lines);
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    @Override
    public boolean next() throws IOException {
        if (atFirst) {
            atFirst = false;
            return true;
        }
        return read();
    }

    private boolean read() throws IOException {
        Optional<String> next = lines.next();
        if (next.isEmpty()) {
            return false;
        }
        line = next.get();
        fields = JsonObject.parse(line, where());
        return true;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public int row() {
        return lines.number();
    }

    @Override
    public String where() {
        return name + ", line " + row();
    }

    @Override
    public String cell(int column) throws IOException {
        JsonObject.Value value = value(column);
        if (value.kind() != JsonObject.Kind.SCALAR) {
            throw new BadInput(
                    where(), "'" + columns.get(column) + "' is " + value.kind().words() + "; wanted a string");
        }
        return value.parts().get(0);
    }

    @Override
    public List<String> values(int column) throws IOException {
        JsonObject.Value value = value(column);
        return switch (value.kind()) {
            case SCALAR, ARRAY -> value.parts();
            case NULL -> List.of("");
            case NESTED ->
                throw new BadInput(
                        where(),
                        "'" + columns.get(column) + "' is nested; wanted a string, number or array of strings");
        };
    }

    @Override
    public boolean isArray(int column) {
        JsonObject.Value value = fields.get(columns.get(column));
        return value != null && value.kind() == JsonObject.Kind.ARRAY;
    }

    @Override
    public boolean has(int column) {
        return fields.containsKey(columns.get(column));
    }

    private JsonObject.Value value(int column) throws BadInput {
        JsonObject.Value value = fields.get(columns.get(column));
        if (value == null) {
            throw new BadInput(
                    where(), "no '" + columns.get(column) + "'; it has " + Header.shown(List.copyOf(fields.keySet())));
        }
        return value;
    }

    /** The line as it stands. */
    String line() {
        return line;
    }

    @Override
    public int blankLines() {
        return lines.blank();
    }

    @Override
    public Style style() {
        return new Style((char) 0, false, false, lines.lineEnd(), lines.isMarked());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
