package dev.graft.cli;

import dev.graft.data.Formulas;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of a CSV file that is Graft's own; what a spreadsheet would take for a formula is made text. */
final class Csv {
    private Csv() {}

    /** With its line end. */
    static String row(List<?> cells) {
        return cells.stream()
                        .map(cell -> cell instanceof Number ? cell.toString() : cell(String.valueOf(cell)))
                        .collect(Collectors.joining(","))
                + "\n";
    }

    private static String cell(String text) {
        String safe = Formulas.asText(text);
        return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
