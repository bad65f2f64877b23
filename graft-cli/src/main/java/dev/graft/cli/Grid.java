package dev.graft.cli;

import java.util.ArrayList;
import java.util.List;

/** Cells in aligned columns. A column whose cells below the head are all numbers stands to the right. */
final class Grid {
    private static final String GAP = "  ";
    private final List<List<String>> rows = new ArrayList<>();

    Grid(String... head) {
        rows.add(List.of(head));
    }

    Grid row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        boolean[] right = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            widths[c] = rows.stream()
                    .mapToInt(row -> row.size() > column ? width(row.get(column)) : 0)
                    .max()
                    .orElse(0);
            right[c] = rows.stream()
                    .skip(1)
                    .allMatch(row -> row.size() <= column || row.get(column).matches("[-+0-9.,% ]*"));
        }
        return rows.stream().map(row -> line(row, widths, right)).toList();
    }

    private static String line(List<String> row, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < row.size(); c++) {
            String padding = " ".repeat(widths[c] - width(row.get(c)));
            line.append(c == 0 ? "" : GAP).append(right[c] ? padding + row.get(c) : row.get(c) + padding);
        }
        return line.toString().stripTrailing();
    }

    /** Columns on a terminal: ideographs take two, marks that combine none. */
    static int width(String text) {
        return text.codePoints().map(Grid::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100
                && (c <= 0x115F
                        || (c >= 0x2E80 && c <= 0xA4CF)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0x1F300 && c <= 0x1FAFF)
                        || (c >= 0x20000 && c <= 0x3FFFD));
        return wide ? 2 : 1;
    }
}
