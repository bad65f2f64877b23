package dev.graft.data;

/**
 * Cells that a spreadsheet would compute. Source: OWASP, "CSV Injection": cells that begin with {@code = + - @}, a tab
 * or a carriage return; and their full-width forms, which some spreadsheets take too.
 */
public final class Formulas {
    private static final String STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private Formulas() {}

    /** The cell, with an apostrophe before it if it could be taken for a formula; plain numbers stay as they are. */
    public static String asText(String cell) {
        boolean risky = !cell.isEmpty() && STARTS.indexOf(cell.charAt(0)) >= 0 && !TargetKind.isNumber(cell);
        return risky ? "'" + cell : cell;
    }
}
