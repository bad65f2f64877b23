package dev.graft.cli;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.TableOptions;
import dev.graft.data.TargetKind;
import java.util.List;

/** What {@code --task} may be. */
final class TaskName {
    private static final List<String> NAMES = List.of("auto", "classification", "multilabel", "regression");

    private TaskName() {}

    /** The options with the kind of target that a name asks for. */
    static TableOptions apply(String name, TableOptions options) {
        if (!NAMES.contains(name)) {
            throw Check.unknown("task", name, NAMES);
        }
        if (options.labelSeparator().isPresent() && !name.equals("auto") && !name.equals("multilabel")) {
            throw new BadArgument("--label-separator makes several labels, which does not fit --task " + name);
        }
        return switch (name) {
            case "classification" -> options.withKind(TargetKind.LABEL);
            case "multilabel" -> options.withKind(TargetKind.LABELS);
            case "regression" -> options.withKind(TargetKind.NUMBER);
            default -> options;
        };
    }
}
