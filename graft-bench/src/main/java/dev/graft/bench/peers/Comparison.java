package dev.graft.bench.peers;

import dev.graft.base.Check;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * One piece of work measured on both sides in the same run.
 *
 * @param work what was done, with its sizes
 * @param unit of both figures, as {@code texts/s} or {@code ms}
 * @param ours Graft's figure, above 0
 * @param peer who else did it
 * @param theirs the peer's figure, above 0
 * @param moreIsBetter true for a rate, false for a time
 */
public record Comparison(String work, String unit, double ours, String peer, double theirs, boolean moreIsBetter) {
    private static final int DIGITS = 3;

    public static final String HEAD = "| work | Graft | peer | | Graft is faster by |\n|---|---|---|---|---|";

    public Comparison {
        Check.positive("ours", ours);
        Check.positive("theirs", theirs);
    }

    /** How many times as fast Graft is; below 1 where it is slower. */
    public double ratio() {
        return moreIsBetter ? ours / theirs : theirs / ours;
    }

    /** A row of the table that {@link #HEAD} begins. */
    public String row() {
        return "| " + cell(work) + " | " + figure(ours) + " | " + cell(peer) + " | " + figure(theirs) + " | "
                + digits(ratio()) + " times |";
    }

    private String figure(double value) {
        return digits(value) + " " + cell(unit);
    }

    /** Three significant ones, more only before the point. */
    static String digits(double value) {
        double rounded =
                BigDecimal.valueOf(value).round(new MathContext(DIGITS)).doubleValue();
        int decimals = Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(rounded)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
