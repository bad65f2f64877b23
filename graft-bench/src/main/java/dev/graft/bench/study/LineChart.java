package dev.graft.bench.study;

import dev.graft.base.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Accuracy against the number of examples, as an SVG file: each way a line, the least and most of its seeds a bar. */
final class LineChart {
    private static final int WIDTH = 530;
    private static final int HEIGHT = 340;
    private static final int LEFT = 52;
    private static final int RIGHT = 160; // the lines' names stand there
    private static final int TOP = 34;
    private static final int BOTTOM = 46;
    private static final int NAME_HEIGHT = 15;
    private static final int MOST_FINE = 60; // percent that a grid in steps of 10 may span
    /** Told apart by people who see no red or green, too. Source: Okabe and Ito, "Color Universal Design", 2008. */
    private static final List<String> COLORS =
            List.of("#0072b2", "#d55e00", "#009e73", "#666666", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

    /** The second half of the colors is drawn in dashes, which tell the lighter ones from the darker, too. */
    private static final String DASHES = " stroke-dasharray=\"6 3\"";

    private final String title;
    private final List<Line> lines;
    private final int step; // between the lines of the grid, percent
    private final int floor; // where the axis begins, percent

    /** @param y in [0, 1] */
    record Point(double x, double y, double least, double most) {}

    record Line(String name, List<Point> points) {}

    /** @param lines with at least one point in all, x above 0 */
    LineChart(String title, List<Line> lines) {
        this.title = title;
        this.lines = lines.stream().filter(line -> !line.points().isEmpty()).toList();
        double least = 100
                * this.lines.stream()
                        .flatMap(line -> line.points().stream())
                        .mapToDouble(Point::least)
                        .min()
                        .orElse(0);
        step = least < 100 - MOST_FINE ? 20 : 10;
        floor = Math.max(0, step * (int) Math.floor(least / step));
    }

    void write(Path file) throws IOException {
        Storage.LOCAL.writeFile(file, to -> to.write(svg().getBytes(StandardCharsets.UTF_8)));
    }

    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\""
                        + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">%n"
                        + "<rect width=\"%1$d\" height=\"%2$d\" fill=\"#fff\"/>%n"
                        + "<text x=\"%3$d\" y=\"20\" font-weight=\"bold\">%4$s</text>%n",
                WIDTH,
                HEIGHT,
                LEFT,
                title));
        for (int percent = floor; percent <= 100; percent += step) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%2$.1f\" x2=\"%3$d\" y2=\"%2$.1f\" stroke=\"#ddd\"/>"
                            + "<text x=\"%4$d\" y=\"%5$.1f\" text-anchor=\"end\">%6$d %%</text>%n",
                    LEFT,
                    y(percent / 100.0),
                    WIDTH - RIGHT,
                    LEFT - 6,
                    y(percent / 100.0) + 4,
                    percent));
        }
        for (double x : ticks()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                    x(x),
                    HEIGHT - BOTTOM + 17,
                    (int) x));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">training examples%s</text>%n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 10,
                floor == 0 ? "" : "; the axis begins at " + floor + " %"));
        List<Double> names = nameHeights();
        for (int i = 0; i < lines.size(); i++) {
            int style = i % COLORS.size();
            String dashes = style < COLORS.size() / 2 ? "" : DASHES;
            svg.append(line(lines.get(i), COLORS.get(style), dashes, names.get(i)));
        }
        return svg.append("</svg>\n").toString();
    }

    private String line(Line line, String color, String dashes, double nameAt) {
        StringBuilder path = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        for (Point point : line.points()) {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(point.y())));
            marks.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%1$.1f\" y1=\"%2$.1f\" x2=\"%1$.1f\" y2=\"%3$.1f\" stroke=\"%4$s\"/>"
                            + "<circle cx=\"%1$.1f\" cy=\"%5$.1f\" r=\"3\" fill=\"%4$s\"/>%n",
                    x(point.x()),
                    y(point.least()),
                    y(point.most()),
                    color,
                    y(point.y())));
        }
        return String.format(
                        Locale.ROOT,
                        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
                        path.toString().strip(),
                        color,
                        dashes)
                + marks
                + String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
                        WIDTH - RIGHT + 8,
                        nameAt,
                        color,
                        line.name());
    }

    /** Beside the ends of the lines, moved apart where they would overlap. */
    private List<Double> nameHeights() {
        Double[] heights = new Double[lines.size()];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            List<Point> points = lines.get(i).points();
            heights[i] = y(points.get(points.size() - 1).y()) + 4;
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(heights[a], heights[b]));
        for (int i = 1; i < order.size(); i++) {
            heights[order.get(i)] = Math.max(heights[order.get(i)], heights[order.get(i - 1)] + NAME_HEIGHT);
        }
        return List.of(heights);
    }

    private double[] ticks() {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::x)
                .distinct()
                .sorted()
                .toArray();
    }

    /** By the logarithm. */
    private double x(double value) {
        double[] ticks = ticks();
        double low = Math.log(ticks[0]);
        double high = Math.log(ticks[ticks.length - 1]);
        double share = high > low ? (Math.log(value) - low) / (high - low) : 0.5;
        return LEFT + 10 + share * (WIDTH - LEFT - RIGHT - 20);
    }

    private double y(double share) {
        double above = (100 * share - floor) / (100 - floor);
        return HEIGHT - BOTTOM - above * (HEIGHT - TOP - BOTTOM);
    }
}
