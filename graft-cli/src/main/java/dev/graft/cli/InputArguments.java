package dev.graft.cli;

import dev.graft.base.Check;
import dev.graft.data.InputChoice;
import dev.graft.data.MapPooling;
import dev.graft.data.PictureForm;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How inputs are read, where it is wanted otherwise than the network was made for. */
final class InputArguments {
    @Option(names = "--longest", paramLabel = "TOKENS", description = "Tokens read of a text (default: the network's).")
    private Optional<Integer> longest = Optional.empty();

    @Option(names = "--windows", description = "Read long texts in several windows and average.")
    private boolean windows;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Side of the square that pictures are read at (default: the network's).")
    private Optional<Integer> size = Optional.empty();

    @Option(
            names = "--pooling",
            paramLabel = "NAME",
            description = "What of a network's last map are features of a picture: own (as its paper has it, mostly the"
                    + " mean) or flat (every value, as Keras's guides build heads on VGG16; see --set hidden=256)"
                    + " (default: the network's).")
    private Optional<String> pooling = Optional.empty();

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "1 for a network that reads grey pictures, 3 for colored ones; weights are made to fit"
                    + " (default: the network's).")
    private Optional<Integer> channels = Optional.empty();

    InputChoice choice() {
        PictureForm form = new PictureForm(pooling.map(InputArguments::pooled), channels, false, Optional.empty());
        return InputChoice.DEFAULTS
                .longest(given("--longest", longest))
                .windows(windows)
                .size(given("--size", size))
                .form(form);
    }

    /** 0 where nothing is said; it cannot be said. */
    static int given(String option, Optional<Integer> value) {
        return value.map(number -> Check.atLeast(option, number, InputChoice.LEAST))
                .orElse(0);
    }

    private static MapPooling pooled(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "own" -> MapPooling.OWN;
            case "flat" -> MapPooling.FLAT;
            default -> throw Check.unknown("pooling", name, List.of("own", "flat"));
        };
    }
}
