package dev.graft.cli;

import dev.graft.evaluate.Evaluation;
import dev.graft.metric.Confusion;
import java.util.ArrayList;
import java.util.List;

/** Which classes are taken for which. */
final class Mixups {
    private static final int SHOWN = 5;

    private Mixups() {}

    static List<String> lines(Evaluation evaluation) {
        List<String> names = evaluation.task().classes();
        List<Confusion.Cell> cells = Confusion.of(evaluation.scored()).mistakes(SHOWN);
        List<String> lines = new ArrayList<>();
        if (!cells.isEmpty()) {
            lines.add("");
            lines.add("Most often mixed up:");
        }
        cells.forEach(cell -> lines.add("  " + cell.count() + " x '" + names.get(cell.truth()) + "' taken for '"
                + names.get(cell.predicted()) + "'"));
        return lines;
    }
}
