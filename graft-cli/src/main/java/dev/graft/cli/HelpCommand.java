package dev.graft.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

@CommandLine.Command(
        name = "help",
        description = "Show the help of a command, as its --help does.",
        footerHeading = "%nFor example:%n",
        footer = "  graft help train")
final class HelpCommand extends Command {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Which (default: all, a line each).")
    private Optional<String> command = Optional.empty();

    @Spec
    private CommandSpec spec;

    HelpCommand(Session session) {
        super(session);
    }

    @Override
    void run() {
        CommandLine all = spec.parent().commandLine();
        CommandLine shown = command.map(all.getSubcommands()::get).orElse(all);
        if (command.isPresent() && shown == all) {
            throw new UnmatchedArgumentException(all, List.of(command.get()));
        }
        shown.usage(all.getOut());
    }
}
