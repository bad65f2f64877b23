package dev.graft.cli;

import dev.graft.train.RateCurve;
import dev.graft.train.RateCurve.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The loss over the learning rate, in a terminal and on a page; the rates in powers of ten. */
final class RateChart {
    private static final int COLUMNS = 64;
    private static final int ROWS = 12;
    private static final int WIDTH = 460;
    private static final int HEIGHT = 240;
    private static final int MARGIN = 56;
    private static final double RISE = 1.5; // times the fall, to be shown of where the loss breaks out

    private final RateCurve curve;
    private final double left;
    private final double right;
    private final double low;
    private final double high;

    RateChart(RateCurve curve) {
        this.curve = curve;
        List<Point> points = curve.points();
        left = Math.log10(points.get(0).rate());
        right = Math.log10(points.get(points.size() - 1).rate());
        low = points.stream().mapToDouble(Point::smooth).min().orElse(0);
        double top = points.stream().mapToDouble(Point::smooth).max().orElse(1);
        double fall = points.get(0).smooth() - low;
        double worth = fall > 0 ? Math.min(top, points.get(0).smooth() + RISE * fall) : top;
        high = worth > low ? worth : low + 1;
    }

    /** In letters, with a mark below where the suggestion lies. */
    List<String> lines() {
        char[][] cells = new char[ROWS][COLUMNS];
        Arrays.stream(cells).forEach(row -> Arrays.fill(row, ' '));
        curve.points().forEach(point -> cells[(int) Math.round(down(point) * (ROWS - 1))][column(point.rate())] = '*');
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            double loss = high - (high - low) * row / (ROWS - 1);
            String tick = row % (ROWS - 1) == 0 ? String.format(Locale.ROOT, "%8.3f", loss) : " ".repeat(8);
            lines.add((tick + " |" + new String(cells[row])).stripTrailing());
        }
        char[] axis = new char[COLUMNS];
        Arrays.fill(axis, '-');
        axis[column(curve.suggestion())] = '^';
        lines.add("    loss +" + new String(axis));
        String first = number(curve.points().get(0).rate());
        String last = number(Math.pow(10, right));
        lines.add(" ".repeat(10) + first + " ".repeat(COLUMNS - first.length() - last.length()) + last);
        return lines;
    }

    /** For a page. */
    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Loss over learning rate\">"
                        + "<rect x=\"%d\" y=\"16\" width=\"%d\" height=\"%d\" class=\"frame\"/>",
                WIDTH + 2 * MARGIN,
                HEIGHT + MARGIN + 16,
                MARGIN,
                WIDTH,
                HEIGHT));
        for (int power = (int) Math.ceil(left - 1e-9); power <= right + 1e-9; power++) {
            text(svg, x(Math.pow(10, power)), HEIGHT + 32, "middle", String.format(Locale.ROOT, "1e%d", power));
        }
        text(svg, MARGIN - 6, 20, "end", String.format(Locale.ROOT, "%.3f", high));
        text(svg, MARGIN - 6, HEIGHT + 20, "end", String.format(Locale.ROOT, "%.3f", low));
        text(svg, MARGIN + WIDTH / 2.0, HEIGHT + 56, "middle", "learning rate");
        double at = x(curve.suggestion());
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%1$.1f\" y1=\"16\" x2=\"%1$.1f\" y2=\"%2$d\" class=\"ideal\"/>",
                at,
                HEIGHT + 16));
        for (Point point : curve.points()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"><title>rate %s, loss %.4f</title></circle>",
                    x(point.rate()),
                    16 + HEIGHT * down(point),
                    number(point.rate()),
                    point.smooth()));
        }
        return svg.append("</svg>").toString();
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String said) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, said));
    }

    private double x(double rate) {
        return MARGIN + WIDTH * across(rate);
    }

    private int column(double rate) {
        return (int) Math.round(across(rate) * (COLUMNS - 1));
    }

    private double across(double rate) {
        return Math.min(Math.max((Math.log10(rate) - left) / (right - left), 0), 1);
    }

    private double down(Point point) {
        return Math.max(0, (high - point.smooth()) / (high - low));
    }

    static String number(double rate) {
        return String.format(Locale.ROOT, "%.1e", rate);
    }
}
