package dev.graft.cli;

import dev.graft.metric.Interval;
import dev.graft.recipe.TrainResult;
import dev.graft.train.Judged;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A pretraining in words. */
final class PretrainOutcome {
    private PretrainOutcome() {}

    static List<String> lines(TrainResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s from random weights%s: %,d parameters, %d classes, %,d pictures to train on%s, %,d to test.",
                result.recipe().backbone(),
                result.recipe()
                        .prior()
                        .init()
                        .map(file -> " and what fits of " + Path.of(file).getFileName())
                        .orElse(""),
                result.fitted().parameters(),
                result.facts().classes(),
                result.trained(),
                TrainOutcome.judging(result.validation()),
                result.evaluation().examples()));
        result.notes().forEach(note -> lines.add("  note: " + note));
        lines.add("");
        lines.add("epoch     loss   validation");
        for (Judged epoch : result.fitted().curve()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%5d %8.4f %12s",
                    epoch.epoch(),
                    epoch.loss(),
                    Double.isNaN(epoch.validation()) ? "-" : String.format(Locale.ROOT, "%.4f", epoch.validation())));
        }
        lines.add("");
        Interval interval = result.evaluation().interval(result.evaluation().main());
        lines.add(String.format(
                Locale.ROOT,
                "On the test part, by which nothing was chosen: accuracy %.4f [%.4f, %.4f]; %.1f s.",
                result.evaluation().value(result.evaluation().main()),
                interval.low(),
                interval.high(),
                result.seconds()));
        lines.add("Saved: " + result.bundle());
        lines.add("");
        lines.add("Next:");
        lines.add("  graft train photos/ --backbone " + TrainOutcome.quoted(result.bundle()) + "/ --out photos.graft");
        return lines;
    }
}
