package dev.graft.cli;

import dev.graft.base.Storage;
import dev.graft.train.RateCurve;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a search for a learning rate found, in words, as JSON and as a page. */
record RateOutcome(RateCurve curve, Strategy strategy, String data) {
    List<String> lines() {
        List<String> lines = new ArrayList<>(new RateChart(curve).lines());
        lines.add("");
        lines.addAll(facts());
        lines.add("");
        lines.add("Nothing was trained. Next: repeat without --find-lr, with --lr " + suggestion());
        return lines;
    }

    private List<String> facts() {
        return List.of(
                "Suggested learning rate for " + strategy.name() + ": " + suggestion() + " (now: "
                        + RateChart.number(strategy.rate()) + "), in the middle of the longest fall.",
                String.format(
                        Locale.ROOT,
                        "Other rules: steepest fall %s; a tenth of the lowest point's %s.",
                        RateChart.number(curve.steep()),
                        RateChart.number(curve.minimum())),
                curve.points().size()
                        + " steps, each at a higher rate than the one before; afterwards everything was put"
                        + " back.");
    }

    private String suggestion() {
        return RateChart.number(curve.suggestion());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("strategy", strategy.name());
        json.put("rate", strategy.rate());
        json.put("suggestion", curve.suggestion());
        json.put("suggestions", Map.of("valley", curve.valley(), "steep", curve.steep(), "minimum", curve.minimum()));
        json.put("points", curve.points());
        return json;
    }

    /** A page in one file. */
    void write(Path file) throws IOException {
        StringBuilder page = new StringBuilder();
        Report.begin(page, "Learning rate for " + data);
        facts().forEach(fact -> page.append("<p>").append(Report.escaped(fact)).append("</p>"));
        page.append(new RateChart(curve).svg()).append("</body></html>\n");
        byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
        Storage.LOCAL.writeFile(file, to -> to.write(bytes));
    }
}
