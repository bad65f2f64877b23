package dev.graft.data;

import java.util.regex.Pattern;

/** What a label column holds. */
public enum TargetKind {
    /** one class a row */
    LABEL,
    /** any number of classes a row */
    LABELS,
    /** a number a row */
    NUMBER;

    private static final Pattern PLAIN = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /**
     * Whether a cell is a number: decimal digits with a point, an exponent allowed, blanks around it ignored.
     * Hexadecimal, {@code NaN}, {@code Inf}, a decimal comma and what overflows to infinity ({@code 1e400}) are not.
     */
    static boolean isNumber(String cell) {
        String bare = cell.strip();
        return bare.length() <= 400 && PLAIN.matcher(bare).matches() && Double.isFinite(Double.parseDouble(bare));
    }

    /** Why a cell that is not a number is not, in words that say the mend. */
    static String whyNoNumber(String cell) {
        String bare = cell.strip();
        if (bare.matches("[+-]?[0-9.]*,[0-9]+")) {
            return "write the decimal point as '.', not ','";
        }
        if (PLAIN.matcher(bare).matches()) {
            return "it is too large for a double";
        }
        if (bare.matches("(?i)[+-]?(nan|inf|infinity)")) {
            return "only finite numbers can be learned; remove the row";
        }
        if (bare.matches("(?i)[+-]?0x.*")) {
            return "write it in decimal digits";
        }
        return "correct or remove the row, or learn classes instead of numbers";
    }
}
