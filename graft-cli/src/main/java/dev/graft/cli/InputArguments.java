package dev.graft.cli;

import dev.graft.data.InputChoice;
import picocli.CommandLine.Option;

/** How inputs are read, where it is wanted otherwise than the network was made for. */
final class InputArguments {
    @Option(
            names = {"--longest", "--max-length"},
            paramLabel = "TOKENS",
            description = "Tokens read of a text (default: the network's).")
    private int longest;

    @Option(names = "--windows", description = "Read long texts in several windows and average.")
    private boolean windows;

    @Option(
            names = {"--size", "--image-size"},
            paramLabel = "PIXELS",
            description = "Side of the square that pictures are read at (default: the network's).")
    private int size;

    InputChoice choice() {
        return InputChoice.DEFAULTS.longest(longest).windows(windows).size(size);
    }
}
