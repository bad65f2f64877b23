package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.Lines;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lines cut at tabs, nothing else: a quote is a character of the text. */
final class TsvRows implements Rows {
    private final String name;
    private final BoundedLines lines;
    private final List<String> columns;
    private String[] cells = {};

    private TsvRows(String name, BoundedLines lines) throws IOException {
        this.name = name;
        this.lines = lines;
        String header = lines.next()
                .orElseThrow(() ->
                        new BadInput(name, "empty; wanted a line of column names, then one line for each example"));
        this.columns = Header.checked(name, Arrays.asList(header.split("\t", -1)));
    }

    static TsvRows open(Path file, Optional<Charset> charset) throws IOException {
        BoundedLines lines = new BoundedLines(file, charset);
        try {
            return new TsvRows(String.valueOf(file.getFileName()), lines);
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    @Override
    public boolean next() throws IOException {
        Optional<String> line = lines.next(columns.size() == 1);
        if (line.isEmpty()) {
            return false;
        }
        cells = line.get().split("\t", -1);
        if (cells.length != columns.size()) {
            throw new BadInput(
                    where(),
                    Lines.count(cells.length, "cell") + ", wanted " + columns.size() + " as in the header ("
                            + Header.shown(columns) + "); a text in a .tsv file may hold no tab or line break");
        }
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
        return name + ", row " + row();
    }

    @Override
    public String cell(int column) {
        return cells[column];
    }

    @Override
    public int blankLines() {
        return lines.blank();
    }

    @Override
    public Style style() {
        return new Style('\t', false, false, lines.lineEnd(), lines.isMarked());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
