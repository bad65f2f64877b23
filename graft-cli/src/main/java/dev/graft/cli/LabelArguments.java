package dev.graft.cli;

import dev.graft.data.TableOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a table with labels is to be read. */
final class LabelArguments extends TableArguments {
    @Option(names = "--label-column", paramLabel = "NAME", description = "Column with the answers (default: label).")
    private Optional<String> label = Optional.empty();

    @Option(
            names = "--label-separator",
            paramLabel = "TEXT",
            description =
                    "What stands between several labels of one cell, as '|'; makes the task one of several labels.")
    private Optional<String> separator = Optional.empty();

    @Override
    TableOptions over(TableOptions known) {
        TableOptions options = super.over(known);
        options = label.isPresent() ? options.withLabelColumn(label.get()) : options;
        return separator.isPresent() ? options.withLabelSeparator(separator.get()) : options;
    }
}
