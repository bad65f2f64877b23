package dev.graft.bench.study;

import dev.graft.base.Storage;
import dev.graft.bench.peers.ResultsPage;
import dev.graft.data.Dataset;
import dev.graft.evaluate.Evaluation;
import dev.graft.model.Model;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.Guard;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every strategy at its defaults on real data: the principal ones on four tasks, with 8 and 32 examples a class and all
 * up to 2,000; the others on one task of texts and one of pictures with 32 a class. Writes docs/strategies.md and its
 * charts. Finished runs are kept; stopped, it goes on.
 *
 * <p>Arguments: names of tasks; {@code seeds=3 sizes=3 others=1} for less.
 */
public final class StrategyStudy {
    private static final List<String> PRINCIPAL =
            List.of("probe", "finetune", "auto", "probe-finetune", "gradual", "lora", "bitfit", "l2sp");
    private static final List<Integer> SIZES = List.of(8, 32, StrategyTask.ALL);
    private static final List<StrategyTask> OTHERS_ON = List.of(StrategyTask.TREC, StrategyTask.FLOWERS);
    private static final int OTHERS_SIZE = 32;
    private static final Path PAGE = Path.of("docs", "strategies.md");

    private final StudyOptions options;
    private final StudyRuns runs;

    private StrategyStudy(StudyOptions options) throws IOException {
        this.options = options;
        this.runs = StudyRuns.of("strategies");
    }

    public static void main(String[] arguments) throws IOException {
        List<String> names =
                Arrays.stream(StrategyTask.values()).map(Enum::name).toList();
        Map<String, Integer> usual = Map.of("seeds", 3, "sizes", 3, "others", 1);
        new StrategyStudy(StudyOptions.parse(arguments, names, usual)).run();
    }

    private void run() throws IOException {
        for (int seed = 0; seed < options.number("seeds"); seed++) {
            for (int size : SIZES.subList(0, options.number("sizes"))) {
                for (String name : options.wanted()) {
                    StrategyTask task = StrategyTask.valueOf(name);
                    for (String strategy : strategies(task, size)) {
                        int draw = seed;
                        runs.figures(run(task, strategy, size, seed), () -> learned(task, strategy, size, draw));
                        write();
                    }
                }
            }
        }
    }

    private List<String> strategies(StrategyTask task, int size) {
        boolean all = options.number("others") > 0 && OTHERS_ON.contains(task) && size == OTHERS_SIZE;
        return all ? Stream.concat(PRINCIPAL.stream(), others(task)).toList() : PRINCIPAL;
    }

    private static Stream<String> others(StrategyTask task) {
        return Strategies.all(task.modality()).stream()
                .filter(strategy -> !strategy.needsTeacher()) // a study of its own
                .map(Strategy::name)
                .filter(name -> !PRINCIPAL.contains(name));
    }

    private static String run(StrategyTask task, String strategy, int size, int seed) {
        return task + " " + strategy + " " + size(size) + " seed " + seed;
    }

    private static String size(int perClass) {
        return perClass == StrategyTask.ALL ? "all up to 2,000" : perClass + " a class";
    }

    private static Map<String, Object> learned(StrategyTask task, String strategy, int size, int seed)
            throws IOException {
        Dataset<?> train = task.train(size, seed);
        Transfer transfer = task.transfer().by(Strategies.named(strategy, task.modality()));
        PeakMemory.reset();
        Fitted fitted = strategy.equals("auto")
                ? Guard.DEFAULTS.fit(transfer, train, Optional.empty(), 42 + seed)
                : transfer.fit(train, Optional.empty(), 42 + seed);
        double peak = PeakMemory.megabytes();
        try (Model model = fitted.model()) {
            Evaluation evaluation = Evaluation.of(model, task.test());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("accuracy", evaluation.value(evaluation.main()));
            figures.put("train", train.size());
            figures.put("test", evaluation.examples());
            figures.put("fitSeconds", fitted.seconds());
            figures.put("trainableParameters", fitted.trainableParameters());
            figures.put("peakMegabytes", peak);
            figures.put("bundleMegabytes", megabytes(model));
            return figures;
        }
    }

    private static double megabytes(Model model) throws IOException {
        Path folder = Files.createTempDirectory("graft-strategies-");
        try {
            Path bundle = folder.resolve("bundle");
            model.save(bundle);
            try (Stream<Path> files = Files.walk(bundle)) {
                return files.mapToLong(file ->
                                        file.toFile().isFile() ? file.toFile().length() : 0)
                                .sum()
                        / 1e6;
            }
        } finally {
            Storage.LOCAL.delete(folder);
        }
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder("""
                ## What they bring

                Percent of right answers on the task's own test part: mean over the draws, deviation in brackets; each \
                draw has its own examples. Every strategy at its defaults; none was chosen by the test part. Seconds are \
                those of training, the network's opening included, of the first draw; memory is the most that the process \
                held; the file is the whole bundle.

                """);
        for (StrategyTask task : StrategyTask.values()) {
            text.append(section(task));
        }
        new ResultsPage(PAGE).rewrite("strategies", text.toString());
    }

    private String section(StrategyTask task) throws IOException {
        StringBuilder rows = new StringBuilder();
        List<LineChart.Line> lines = new ArrayList<>();
        for (String strategy : PRINCIPAL) {
            if (SIZES.stream().anyMatch(size -> !known(task, strategy, size).isEmpty())) {
                rows.append(row(task, strategy, SIZES));
                lines.add(new LineChart.Line(strategy, points(task, strategy)));
            }
        }
        if (lines.isEmpty()) {
            return "";
        }
        Path chart = Path.of("docs", "charts", "strategies-" + task.name().toLowerCase(Locale.ROOT) + ".svg");
        Files.createDirectories(chart.getParent());
        new LineChart(task.title(), lines).write(chart);
        String text = "### " + task.title() + "\n\n" + head(SIZES) + rows + "\n![" + task.title() + "](charts/"
                + chart.getFileName() + ")\n\n";
        String others = others(task)
                .filter(strategy -> !known(task, strategy, OTHERS_SIZE).isEmpty())
                .map(strategy -> row(task, strategy, List.of(OTHERS_SIZE)))
                .reduce("", String::concat);
        return others.isEmpty() ? text : text + head(List.of(OTHERS_SIZE)) + others + "\n";
    }

    private static String head(List<Integer> sizes) {
        StringBuilder head = new StringBuilder("| strategy |");
        sizes.forEach(size -> head.append(" ").append(size(size)).append(" |"));
        return head.append(" seconds | trained parameters | memory | file |\n| --- |")
                .append(" --- |".repeat(sizes.size() + 4))
                .append("\n")
                .toString();
    }

    /** Costs are those of the largest set that was run. */
    private String row(StrategyTask task, String strategy, List<Integer> sizes) {
        StringBuilder row = new StringBuilder("| `" + strategy + "` |");
        Map<String, Object> cost = Map.of();
        for (int size : sizes) {
            List<Map<String, Object>> known = known(task, strategy, size);
            if (known.isEmpty()) {
                row.append(" |");
                continue;
            }
            cost = known.get(0);
            DrawFigures figures = DrawFigures.of(known, "accuracy");
            row.append(
                    known.size() == 1
                            ? String.format(Locale.ROOT, " %.1f |", 100 * figures.mean())
                            : String.format(
                                    Locale.ROOT, " %.1f (%.1f) |", 100 * figures.mean(), 100 * figures.deviation()));
        }
        return row.append(String.format(
                        Locale.ROOT,
                        " %.0f | %,.0f | %.0f MB | %.1f MB |%n",
                        DrawFigures.number(cost, "fitSeconds"),
                        DrawFigures.number(cost, "trainableParameters"),
                        DrawFigures.number(cost, "peakMegabytes"),
                        DrawFigures.number(cost, "bundleMegabytes")))
                .toString();
    }

    private List<LineChart.Point> points(StrategyTask task, String strategy) {
        List<LineChart.Point> points = new ArrayList<>();
        for (int size : SIZES) {
            List<Map<String, Object>> known = known(task, strategy, size);
            if (!known.isEmpty()) {
                DrawFigures figures = DrawFigures.of(known, "accuracy");
                points.add(new LineChart.Point(
                        figures.train(),
                        figures.mean(),
                        Arrays.stream(figures.values()).min().orElseThrow(),
                        Arrays.stream(figures.values()).max().orElseThrow()));
            }
        }
        return points;
    }

    private List<Map<String, Object>> known(StrategyTask task, String strategy, int size) {
        return IntStream.iterate(0, seed -> runs.known(run(task, strategy, size, seed)) != null, seed -> seed + 1)
                .mapToObj(seed -> runs.known(run(task, strategy, size, seed)))
                .toList();
    }
}
