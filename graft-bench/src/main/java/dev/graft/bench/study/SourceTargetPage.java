package dev.graft.bench.study;

import dev.graft.bench.study.SourceTargetStudy.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** What {@link SourceTargetStudy} has found so far, as a section of docs/results.md and its charts. */
record SourceTargetPage(StudyRuns runs) {
    private static final String TEXT = """
            Percent of right answers on the target's whole test part, mean of the seeds (least to most). Each seed draws its \
            own examples; but Omniglot has 10 drawings of a character to train on, so that at 10 a class all seeds \
            have the same ones and differ in the order and chance of training alone. Probe and fine-tuned: the \
            network that learned the source, frozen or all of it trained; beside it the same architecture from scratch. Begun, \
            by name and shape (`--init`): a network, deeper but for the doodles, that takes from the source's file what \
            fits, trained by the very recipe of those from scratch. Compare lines of one architecture. No augmentation; \
            a tenth of the examples chose the epoch from 200 on (which, since these runs, a tenth of fewer than 100 no \
            longer does).

            """;

    void write() throws IOException {
        StringBuilder text = new StringBuilder(TEXT);
        for (SourcePair pair : SourcePair.values()) {
            List<LineChart.Line> lines = new ArrayList<>();
            StringBuilder rows = new StringBuilder();
            for (Way way : Way.of(pair)) {
                lines.add(new LineChart.Line(way.title(pair), points(pair, way)));
                rows.append(row(pair, way));
            }
            if (lines.stream().anyMatch(line -> !line.points().isEmpty())) {
                Path chart = Path.of("docs", "charts", "source-target-" + pair.slug() + ".svg");
                Files.createDirectories(chart.getParent());
                new LineChart(pair.title(), lines).write(chart);
                text.append(head(pair)).append(rows).append(notes(pair));
                text.append("\n![").append(pair.title()).append("](charts/");
                text.append(chart.getFileName()).append(")\n\n");
            }
        }
        Results.section(
                SourceTargetStudy.class,
                "source-target",
                "From one set of pictures to another",
                text + runs.failures());
    }

    private static String head(SourcePair pair) {
        StringBuilder head = new StringBuilder("| " + pair.title() + ", examples a class |");
        pair.sizes().forEach(size -> head.append(" ").append(size).append(" |"));
        return head.append("\n| --- |")
                .append(" --- |".repeat(pair.sizes().size()))
                .append("\n")
                .toString();
    }

    private String row(SourcePair pair, Way way) {
        StringBuilder row = new StringBuilder("| " + way.title(pair) + " |");
        for (int size : pair.sizes()) {
            SortedMap<Integer, Map<String, Object>> known = known(pair, way, size);
            row.append(known.isEmpty() ? " |" : cell(DrawFigures.of(known, "accuracy")));
        }
        return row.append("\n").toString();
    }

    private static String cell(DrawFigures figures) {
        return String.format(
                Locale.ROOT,
                " %.1f (%.1f to %.1f) |",
                100 * figures.mean(),
                100 * Arrays.stream(figures.values()).min().orElseThrow(),
                100 * Arrays.stream(figures.values()).max().orElseThrow());
    }

    /** What was copied, and how the source network does without having seen the target. */
    private String notes(SourcePair pair) {
        StringBuilder notes = new StringBuilder();
        Map<String, Object> begun =
                runs.known(SourceTargetStudy.run(pair, Way.BEGUN, pair.sizes().get(0), 0));
        if (begun != null) {
            notes.append("\nBegun by name and shape: ")
                    .append(begun.get("taken"))
                    .append(".\n");
        }
        Map<String, Object> source = runs.known(SourceTargetStudy.sourceRun(pair));
        if (source != null) {
            notes.append(String.format(
                    Locale.ROOT,
                    "%nThe source network as it is, trained by this study, has %.1f %% on its own test part and %.1f %%"
                            + " on the target's without having seen the target.%n",
                    100 * DrawFigures.number(source, "home"),
                    100 * DrawFigures.number(source, "abroad")));
        }
        Map<String, Object> asItIs = runs.known(SourceTargetStudy.asItIsRun(pair));
        if (asItIs != null) {
            notes.append(String.format(
                    Locale.ROOT,
                    "%nThe source network as it is, with the classifier it was published with, has %.1f %% on the"
                            + " target's test part.%n",
                    100 * DrawFigures.number(asItIs, "right") / DrawFigures.number(asItIs, "of")));
        }
        return notes.toString();
    }

    private List<LineChart.Point> points(SourcePair pair, Way way) {
        return pair.sizes().stream()
                .map(size -> known(pair, way, size))
                .filter(known -> !known.isEmpty())
                .map(known -> DrawFigures.of(known, "accuracy").point())
                .toList();
    }

    private SortedMap<Integer, Map<String, Object>> known(SourcePair pair, Way way, int size) {
        return runs.draws(seed -> SourceTargetStudy.run(pair, way, size, seed));
    }
}
