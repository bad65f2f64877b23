package dev.graft.cli;

import dev.graft.data.InputChoice;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.metric.Interval;
import dev.graft.metric.Metric;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.recipe.TrainResult;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several ways to learn the same task, measured on the same test part.
 *
 * @param quick whether what trains by steps makes one epoch, in place of those that are usual here
 */
record DemoRuns(Session session, Path data, String backbone, boolean overwrite, boolean quick) {
    /** @param baselines whether the classical ones are trained beside */
    TrainResult fit(Strategy strategy, InputChoice input, Path bundle, boolean baselines) throws IOException {
        Strategy chosen = quick ? strategy.with("epochs", 1) : strategy;
        Recipe recipe = Recipe.draft(data.toString(), backbone, chosen)
                .input(input)
                .seed(session.seed())
                .threads(session.threads().orElseGet(Engine::threads))
                .baseline(baselines)
                .build();
        TrainJob.Options options = new TrainJob.Options(
                false, overwrite, session.hub(), Transfer.Run.defaults().keep(), session.progress());
        TrainResult result = new TrainJob(recipe, bundle, options).run();
        session.progress().close();
        return result;
    }

    /** What is simplest first. */
    static Map<String, Evaluation> rows(TrainResult scratch, TrainResult probe, TrainResult tuned) {
        Map<String, Evaluation> rows = new LinkedHashMap<>(probe.baselines());
        rows.put("same network, from scratch", scratch.evaluation());
        rows.put("pretrained, probe", probe.evaluation());
        rows.put("pretrained, fine-tuned", tuned.evaluation());
        return rows;
    }

    static List<Map<String, Object>> json(Map<String, Evaluation> rows) {
        List<Map<String, Object>> table = new ArrayList<>();
        rows.forEach((name, evaluation) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", name);
            for (Metric metric : Tables.headlines(evaluation)) {
                Interval interval = evaluation.interval(metric);
                row.put(metric.name(), evaluation.value(metric));
                row.put(metric.name() + "Interval", List.of(interval.low(), interval.high()));
            }
            table.add(row);
        });
        return table;
    }
}
