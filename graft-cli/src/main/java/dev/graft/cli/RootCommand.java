package dev.graft.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code graft} itself, and the options that every command has. */
@CommandLine.Command(
        name = "graft",
        description = "Transfer learning for the JVM: pretrained networks, your data, one command.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions, everywhere:%n",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft demo                                       the whole story in a few minutes",
            "  graft train reviews.csv --out reviews.graft      learn from a table with columns text and label",
            "  graft train photos/ --out photos.graft           or from a folder with a sub-folder for each class",
            "  graft evaluate reviews.graft test.csv            how good it is, with 95 %% intervals",
            "  graft predict reviews.graft new.csv              the table again, with answers",
            "",
            "'graft COMMAND --help' tells all options of a command, with examples.",
            "Exit codes: 0 done, 1 a fault of Graft or the machine, 2 bad input, 129, 130 and 143 stopped."
        })
final class RootCommand implements Runnable {
    private final Session session;

    @Spec
    private CommandSpec spec;

    RootCommand(Session session) {
        this.session = session;
    }

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print one JSON object as the last line of standard output, and nothing else there.")
    void json(boolean on) {
        session.json(on);
    }

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            scope = ScopeType.INHERIT,
            description = "Where chance begins; the same seed gives the same result (default: 42).")
    void seed(long seed) {
        session.seed(seed);
    }

    @Option(
            names = "--threads",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "Processors to use (default: all).")
    void threads(int threads) {
        session.threads(threads);
    }

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Also show what the libraries below log, and stack traces.")
    void verbose(boolean on) {
        session.verbose(on);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    void help(boolean on) {} // picocli sees to it

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    void version(boolean on) {} // picocli sees to it

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command, such as demo, train or predict");
    }
}
