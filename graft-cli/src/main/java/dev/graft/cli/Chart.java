package dev.graft.cli;

import dev.graft.metric.Scored;
import java.util.Locale;

/** A square chart as SVG, with its frame, ticks and names of axes. */
final class Chart {
    private static final int SIDE = 300;
    private static final int MARGIN = 64;
    private static final int TICKS = 5;
    private static final int DOTS = 2000;

    private final double low;
    private final double high;
    private final StringBuilder svg = new StringBuilder();

    /** Both axes go from {@code low} to {@code high}; a broken line stands where they are equal. */
    Chart(String title, double low, double high) {
        this.low = low;
        this.high = high;
        int all = SIDE + 2 * MARGIN;
        svg.append(String.format(
                Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", all, all, title));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%1$d\" y=\"%1$d\" width=\"%2$d\" height=\"%2$d\" class=\"frame\"/>"
                        + "<line x1=\"%1$d\" y1=\"%3$d\" x2=\"%3$d\" y2=\"%1$d\" class=\"ideal\"/>",
                MARGIN,
                SIDE,
                MARGIN + SIDE));
        for (int i = 0; i <= TICKS; i++) {
            double value = low + (high - low) * i / TICKS;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    x(value),
                    MARGIN + SIDE + 16,
                    tick(value),
                    MARGIN - 6,
                    y(value) + 4,
                    tick(value)));
        }
    }

    /** What a regression answered against what was true. */
    static String answers(Scored scored) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < scored.size(); i++) {
            low = Math.min(low, Math.min(scored.target(i), scored.value(i)));
            high = Math.max(high, Math.max(scored.target(i), scored.value(i)));
        }
        Chart chart = new Chart("Answers against the truth", low, high > low ? high : low + 1);
        int stride = (scored.size() + DOTS - 1) / DOTS;
        for (int i = 0; i < scored.size(); i += stride) {
            chart.dot(
                    scored.target(i),
                    scored.value(i),
                    2.5,
                    "true " + Tables.number(scored.target(i)) + ", answered " + Tables.number(scored.value(i)));
        }
        return chart.svg("true", "answered");
    }

    void dot(double x, double y, double radius, String said) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
                x(x),
                y(y),
                radius,
                said));
    }

    String svg(String horizontal, String vertical) {
        int all = SIDE + 2 * MARGIN;
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                        + "<text x=\"12\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 12 %d)\">%s</text>",
                all / 2,
                all - 8,
                horizontal,
                all / 2,
                all / 2,
                vertical));
        return svg.append("</svg>").toString();
    }

    private double x(double value) {
        return MARGIN + SIDE * (value - low) / (high - low);
    }

    private double y(double value) {
        return MARGIN + SIDE * (high - value) / (high - low);
    }

    /** With as many decimals as tell one tick from the next. */
    private String tick(double value) {
        double span = high - low;
        int digits = (int) Math.max(0, Math.ceil(1 - Math.log10(span / TICKS)));
        return String.format(Locale.ROOT, "%." + Math.min(digits, 9) + "f", value);
    }
}
