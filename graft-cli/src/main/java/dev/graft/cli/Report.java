package dev.graft.cli;

import dev.graft.base.Storage;
import dev.graft.data.Image;
import dev.graft.evaluate.Evaluation;
import dev.graft.metric.ClassScore;
import dev.graft.metric.Confusion;
import dev.graft.metric.Interval;
import dev.graft.metric.Metric;
import dev.graft.metric.Scored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An evaluation as one page that needs no other file, no script and no network.
 *
 * @param title what was judged
 * @param facts about the model and the data, a sentence each
 * @param beside other evaluations on the same examples, by name
 */
record Report(
        String title, List<String> facts, Evaluation evaluation, Map<String, Evaluation> beside, Mistakes mistakes) {
    private static final int MATRIX = 30;
    private static final int SHOWN = 50;
    private static final int LETTERS = 400;

    void write(Path file) throws IOException {
        byte[] page = html().getBytes(StandardCharsets.UTF_8);
        Storage.LOCAL.writeFile(file, to -> to.write(page));
    }

    String html() throws IOException {
        boolean numbers = evaluation.scored().kind() == Scored.Kind.NUMBERS;
        StringBuilder page = new StringBuilder();
        begin(page, title);
        facts.forEach(fact -> page.append("<p>").append(escaped(fact)).append("</p>"));
        page.append("<p>")
                .append(evaluation.examples())
                .append(" examples; ")
                .append(mistakes.all().size())
                .append(numbers ? " not met exactly" : " answered wrongly")
                .append(". Intervals are 95&nbsp;%.</p>");
        metrics(page);
        if (numbers) {
            page.append("<h2>Answer against truth</h2>").append(Chart.answers(evaluation.scored()));
        }
        if (!evaluation.task().classes().isEmpty()) {
            perClass(page);
        }
        if (evaluation.scored().kind() == Scored.Kind.ONE_LABEL) {
            confusion(page);
            page.append("<h2>Can its probabilities be believed?</h2><p>Each dot is the answers of one band of")
                    .append(" confidence; on the line, 8 of 10 answers given at 80&nbsp;% are right.</p>")
                    .append(Reliability.of(evaluation.scored()).svg());
        }
        errors(page);
        return page.append("</body></html>\n").toString();
    }

    /** All that stands above a page's first paragraph. */
    static void begin(StringBuilder page, String title) throws IOException {
        page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.append(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">");
        page.append("<title>")
                .append(escaped(title))
                .append("</title><style>")
                .append(style())
                .append("</style></head><body>");
        page.append("<h1>").append(escaped(title)).append("</h1>");
    }

    private static String style() throws IOException {
        try (InputStream in = Report.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private void metrics(StringBuilder page) {
        page.append("<h2>How good</h2><div class=\"wide\"><table><tr><th>metric</th><th>value</th><th>interval</th>");
        beside.keySet()
                .forEach(name -> page.append("<th>").append(escaped(name)).append("</th>"));
        page.append("</tr>");
        for (Metric metric : evaluation.task().metrics()) {
            Interval interval = evaluation.intervals().getOrDefault(metric.name(), Interval.UNKNOWN);
            page.append("<tr><td>").append(escaped(metric.name())).append("</td><td class=\"n\"><b>");
            page.append(Tables.number(evaluation.value(metric))).append("</b></td><td class=\"n\">");
            page.append(
                    interval.isKnown() ? Tables.number(interval.low()) + " to " + Tables.number(interval.high()) : "");
            page.append("</td>");
            beside.values()
                    .forEach(other -> page.append("<td class=\"n\">")
                            .append(Tables.number(other.value(metric)))
                            .append("</td>"));
            page.append("</tr>");
        }
        page.append("</table></div>");
    }

    private void perClass(StringBuilder page) {
        page.append(
                "<h2>Class by class</h2><div class=\"wide\"><table><tr><th>class</th><th>precision</th><th>recall</th>");
        page.append("<th>F1</th><th>examples</th></tr>");
        for (ClassScore score : ClassScore.of(evaluation.scored())) {
            page.append("<tr><td>")
                    .append(escaped(evaluation.task().classes().get(score.label())))
                    .append("</td>");
            for (double value : new double[] {score.precision(), score.recall(), score.f1()}) {
                page.append("<td class=\"n\">").append(Tables.number(value)).append("</td>");
            }
            page.append("<td class=\"n\">").append(score.support()).append("</td></tr>");
        }
        page.append("</table></div>");
    }

    private void confusion(StringBuilder page) {
        List<String> names = evaluation.task().classes();
        Confusion confusion = Confusion.of(evaluation.scored());
        page.append("<h2>What is taken for what</h2>");
        if (names.size() > MATRIX) {
            page.append("<ul>");
            confusion
                    .mistakes(MATRIX)
                    .forEach(cell -> page.append("<li>")
                            .append(cell.count())
                            .append(" &times; ")
                            .append(escaped(names.get(cell.truth())))
                            .append(" taken for ")
                            .append(escaped(names.get(cell.predicted())))
                            .append("</li>"));
            page.append("</ul>");
            return;
        }
        int[][] counts = confusion.counts();
        page.append(
                "<p>A row for each true class, a column for each answer.</p><div class=\"wide\"><table class=\"matrix\"><tr><th></th>");
        names.forEach(name -> page.append("<th>").append(escaped(name)).append("</th>"));
        page.append("</tr>");
        for (int truth = 0; truth < names.size(); truth++) {
            page.append("<tr><th>").append(escaped(names.get(truth))).append("</th>");
            int all = Math.max(IntStream.of(counts[truth]).sum(), 1);
            for (int said = 0; said < names.size(); said++) {
                String colour = truth == said ? "34,139,84" : "200,60,40";
                page.append(String.format(
                        Locale.ROOT,
                        "<td class=\"n\" style=\"background:rgba(%s,%.2f)\">%s</td>",
                        colour,
                        counts[truth][said] == 0 ? 0 : 0.15 + 0.7 * counts[truth][said] / all,
                        counts[truth][said] == 0 ? "" : counts[truth][said]));
            }
            page.append("</tr>");
        }
        page.append("</table></div>");
    }

    private void errors(StringBuilder page) {
        if (mistakes.all().isEmpty()) {
            return;
        }
        boolean numbers = evaluation.scored().kind() == Scored.Kind.NUMBERS;
        page.append("<h2>")
                .append(numbers ? "Farthest off" : "Most confident errors")
                .append("</h2>");
        Map<List<Object>, List<Mistakes.Mistake>> alike = mistakes.all().stream()
                .collect(Collectors.groupingBy(
                        m -> List.of(m.text(), m.truth(), m.answer(), m.weight()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        alike.values().stream().limit(SHOWN).forEach(equal -> error(page, equal.get(0), equal.size(), numbers));
    }

    private static void error(StringBuilder page, Mistakes.Mistake mistake, int times, boolean numbers) {
        page.append("<article><p>")
                .append(
                        mistake.input() instanceof Image image
                                ? Thumbnail.html(image)
                                : escaped(shortened(mistake.text())))
                .append("</p><p class=\"small\">")
                .append(escaped(mistake.where()))
                .append(times > 1 ? " and " + (times - 1) + " like it" : "")
                .append(": is <b>")
                .append(escaped(mistake.truth()))
                .append("</b>, answered <b>")
                .append(escaped(mistake.answer()))
                .append("</b> (")
                .append(numbers ? "off by " : "confidence ")
                .append(Tables.number(mistake.weight()))
                .append(")</p></article>");
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LETTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LETTERS)) + " ...";
    }

    /** Text that cannot be taken for markup; control characters, which HTML does not have, as blanks. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default ->
                    safe.appendCodePoint(Character.isISOControl(c) ? ' ' : c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
            }
        });
        return safe.toString();
    }
}
