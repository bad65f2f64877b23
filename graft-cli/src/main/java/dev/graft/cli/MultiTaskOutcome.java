package dev.graft.cli;

import dev.graft.data.Modality;
import dev.graft.evaluate.Evaluation;
import dev.graft.recipe.MultiTaskJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run for several tasks in words. */
final class MultiTaskOutcome {
    private MultiTaskOutcome() {}

    /** @param modality of what its model reads */
    static List<String> lines(MultiTaskJob.Result result, Modality modality) {
        List<String> lines = new ArrayList<>();
        String model = result.recipe().shared().strategy().name() + " of "
                + result.recipe().withoutPaths().shared().backbone();
        result.outputs().forEach((name, learned) -> {
            String parts = learned.trained() + " to train on" + TrainOutcome.judging(learned.validation()) + ", "
                    + learned.evaluation().examples() + " to test";
            lines.add(name + ": " + TrainOutcome.counted(parts, learned.facts()));
            learned.notes().forEach(note -> lines.add("  note: " + note));
            Map<String, Evaluation> rows = new LinkedHashMap<>(learned.baselines());
            rows.put(model, learned.evaluation());
            lines.add("  on the test examples, by which nothing was chosen (95 % intervals in brackets):");
            lines.addAll(Tables.comparison(rows));
            lines.add("  " + learned.verdict());
            lines.add("");
        });
        result.notes().forEach(note -> lines.add("note: " + note));
        lines.add(String.format(
                Locale.ROOT,
                "%.1f s; %s. Saved: %s",
                result.seconds(),
                TrainOutcome.learned(result.fitted()),
                result.bundle()));
        lines.add("");
        lines.add("Next:");
        String inputs = modality == Modality.IMAGE ? " new-photos/" : " new.csv";
        result.outputs()
                .keySet()
                .forEach(name -> lines.add(
                        "  graft predict " + TrainOutcome.quoted(result.bundle()) + inputs + " --output " + name));
        return lines;
    }
}
