package dev.graft.bench.study;

import dev.graft.bench.peers.ResultsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What {@link StrategyStudy} has found so far, as a section of docs/strategies.md and its charts. */
record StrategyPage(StudyRuns runs) {
    private static final Path PAGE = Path.of("docs", "strategies.md");
    private static final String TEXT = """
            ## What they bring

            Percent of right answers on the task's own test part: mean over the draws, deviation in brackets, and the \
            seconds of one processor that the whole fit took; each draw has its own examples, but those of all up to 2,000 where a task has no more. Every strategy at its \
            defaults; none was chosen by the test part. Pictures are shown smaller than the networks were made for \
            (flowers at 96 pixels, digits at 64). Each run is a process of its own with a Java \
            heap of 1 GB at most. Seconds are those of opening engine and network, of folds that choose or judge and of \
            a teacher, too, without kept features, mean over the draws; memory is the most that the process held until \
            then, mean over the draws of the largest set. Trained parameters are \
            given with their share of all, those of head and adapter among them. The file is the bundle made of 32 a class; of what keeps an adapter, it is \
            `adapter_model.safetensors`, over weights that stay as they are. Differences to fine-tuning are in points, on \
            the same draws, with intervals of 95 % (Student's), which three draws leave wide.

            """;

    void write() throws IOException {
        StringBuilder text = new StringBuilder(StrategyAdvice.text()).append(TEXT);
        for (StrategyTask task : StrategyTask.values()) {
            text.append(section(task));
        }
        text.append(new StrategyVerdicts(runs).text()).append(runs.failures());
        new ResultsPage(PAGE).rewrite("strategies", text.toString());
    }

    private String section(StrategyTask task) throws IOException {
        List<LineChart.Line> lines = new ArrayList<>();
        for (String strategy : StrategyStudy.PRINCIPAL) {
            lines.add(new LineChart.Line(strategy, points(task, strategy)));
        }
        if (lines.stream().allMatch(line -> line.points().isEmpty())) {
            return "";
        }
        Path chart = Path.of("docs", "charts", "strategies-" + task.name().toLowerCase(Locale.ROOT) + ".svg");
        Files.createDirectories(chart.getParent());
        new LineChart(task.title(), lines).write(chart);
        return "### " + task.title() + "\n\n" + table(task, StrategyStudy.PRINCIPAL.stream(), StrategyStudy.SIZES)
                + "![" + task.title() + "](charts/" + chart.getFileName() + ")\n\n"
                + table(task, StrategyStudy.others(task), List.of(StrategyStudy.OTHERS_SIZE));
    }

    /** Of the strategies that have been run; empty where none has. */
    private String table(StrategyTask task, Stream<String> strategies, List<Integer> sizes) {
        StringBuilder rows = new StringBuilder();
        strategies
                .filter(strategy -> sizes.stream()
                        .anyMatch(size -> !known(task, strategy, size).isEmpty()))
                .forEach(strategy -> rows.append(row(task, strategy, sizes)));
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder head = new StringBuilder("| strategy |");
        sizes.forEach(size -> head.append(" ").append(StrategyStudy.size(size)).append(" |"));
        sizes.forEach(size -> head.append(" to fine-tuning, ")
                .append(StrategyStudy.size(size))
                .append(" |"));
        head.append(" trained parameters | memory | file |\n| --- |");
        return head.append(" --- |".repeat(2 * sizes.size() + 3))
                .append("\n")
                .append(rows)
                .append("\n")
                .toString();
    }

    private String row(StrategyTask task, String strategy, List<Integer> sizes) {
        StringBuilder row = new StringBuilder("| `" + strategy + "` |");
        sizes.forEach(size -> row.append(accuracy(known(task, strategy, size))));
        sizes.forEach(size -> row.append(' ')
                .append(strategy.equals(StrategyStudy.FINETUNE) ? "" : toFineTuning(task, strategy, size))
                .append(" |"));
        SortedMap<Integer, Map<String, Object>> largest = sizes.stream()
                .map(size -> known(task, strategy, size))
                .filter(known -> !known.isEmpty())
                .reduce((smaller, larger) -> larger)
                .orElseThrow();
        double trained = DrawFigures.of(largest, "trainableParameters").mean();
        double percent = 100 * trained / DrawFigures.of(largest, "parameters").mean();
        return row.append(String.format(
                        Locale.ROOT,
                        " %,.0f (%s %%) | %.0f MB | %s |%n",
                        trained,
                        String.format(Locale.ROOT, percent < 10 ? "%.2g" : "%.0f", percent),
                        DrawFigures.of(largest, "peakMegabytes").mean(),
                        file(task, strategy)))
                .toString();
    }

    private static String accuracy(SortedMap<Integer, Map<String, Object>> known) {
        if (known.isEmpty()) {
            return " |";
        }
        DrawFigures figures = DrawFigures.of(known, "accuracy");
        String deviation = known.size() == 1 ? "" : String.format(Locale.ROOT, " (%.1f)", 100 * figures.deviation());
        return String.format(
                Locale.ROOT,
                " %.1f%s, %.0f s |",
                100 * figures.mean(),
                deviation,
                DrawFigures.of(known, "processorSeconds").mean());
    }

    private String toFineTuning(StrategyTask task, String strategy, int size) {
        return new StrategyVerdicts(runs)
                .over(task, strategy, StrategyStudy.FINETUNE, size)
                .map(DrawFigures::difference)
                .orElse("");
    }

    /** It is measured on one draw. */
    private String file(StrategyTask task, String strategy) {
        return known(task, strategy, StrategyStudy.OTHERS_SIZE).values().stream()
                .filter(run -> run.containsKey("bundleMegabytes"))
                .map(run -> run.containsKey("adapterMegabytes")
                        ? String.format(Locale.ROOT, "%.2f MB, adapter", DrawFigures.number(run, "adapterMegabytes"))
                        : String.format(Locale.ROOT, "%.1f MB", DrawFigures.number(run, "bundleMegabytes")))
                .findFirst()
                .orElse("");
    }

    private List<LineChart.Point> points(StrategyTask task, String strategy) {
        return StrategyStudy.SIZES.stream()
                .map(size -> known(task, strategy, size))
                .filter(known -> !known.isEmpty())
                .map(known -> DrawFigures.of(known, "accuracy").point())
                .toList();
    }

    private SortedMap<Integer, Map<String, Object>> known(StrategyTask task, String strategy, int size) {
        return StrategyStudy.known(runs, task, strategy, size);
    }
}
