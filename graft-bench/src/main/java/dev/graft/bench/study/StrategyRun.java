package dev.graft.bench.study;

import dev.graft.adapter.AdapterFiles;
import dev.graft.base.Storage;
import dev.graft.bench.own.Line;
import dev.graft.data.Dataset;
import dev.graft.evaluate.Evaluation;
import dev.graft.model.Model;
import dev.graft.train.DivergedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A process that fits one strategy to one draw of a task, so that its memory is its own, and prints its figures as its
 * last line. Arguments: task; strategy; examples of each class; number of the draw; whether to measure what is saved.
 */
final class StrategyRun {
    private StrategyRun() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Object> figures;
        try {
            figures = figures(
                    StrategyTask.valueOf(arguments[0]),
                    arguments[1],
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Boolean.parseBoolean(arguments[4]));
        } catch (DivergedException e) {
            figures = Map.of(StudyRuns.FAILED, e.getMessage());
        }
        Line.print(figures);
    }

    private static Map<String, Object> figures(StrategyTask task, String strategy, int size, int seed, boolean saved)
            throws IOException {
        Dataset<?> train = task.train(size, seed);
        TimedFit fit = TimedFit.of(task.transfer(), strategy, task.modality(), train, 42 + seed);
        double peak = Line.peakBytes() / 1e6;
        try (Model model = fit.fitted().model()) {
            Evaluation evaluation = Evaluation.of(model, task.test());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("accuracy", evaluation.value(evaluation.main()));
            figures.put("train", train.size());
            figures.put("test", evaluation.examples());
            figures.put("processorSeconds", fit.processorSeconds());
            figures.put("trainableParameters", fit.fitted().trainableParameters());
            figures.put("parameters", fit.fitted().parameters());
            figures.put("peakMegabytes", peak);
            if (saved) {
                save(model, figures);
            }
            return figures;
        }
    }

    /** The whole bundle; and, where it holds one, the adapter's weights, which are all that is new. */
    private static void save(Model model, Map<String, Object> figures) throws IOException {
        Path folder = Files.createTempDirectory("graft-strategies-");
        try {
            Path bundle = folder.resolve("bundle");
            model.save(bundle);
            try (Stream<Path> files = Files.walk(bundle)) {
                figures.put(
                        "bundleMegabytes",
                        files.mapToDouble(StrategyRun::megabytes).sum());
            }
            if (AdapterFiles.isAt(bundle)) {
                figures.put("adapterMegabytes", megabytes(bundle.resolve(AdapterFiles.WEIGHTS)));
            }
        } finally {
            Storage.LOCAL.delete(folder);
        }
    }

    private static double megabytes(Path file) {
        return Files.isRegularFile(file) ? file.toFile().length() / 1e6 : 0;
    }
}
