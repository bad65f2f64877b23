package dev.graft.cli;

import dev.graft.base.BadArgument;
import dev.graft.data.TableOptions;
import java.nio.charset.Charset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a table is to be read. */
class TableArguments {
    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            description = "Column with the texts, or with the paths of pictures (default: text, or path).")
    private Optional<String> text = Optional.empty();

    @Option(
            names = "--text2-column",
            paramLabel = "NAME",
            description = "Column with the other text of each pair (default: text2, if there is one).")
    private Optional<String> second = Optional.empty();

    @Option(names = "--charset", paramLabel = "NAME", description = "How the file is coded, as GBK (default: UTF-8).")
    private Optional<String> charset = Optional.empty();

    /** Where nothing else is known. */
    final TableOptions options() {
        return over(TableOptions.DEFAULTS);
    }

    /** What was given here in place of what was known before, as from a model's recipe. */
    TableOptions over(TableOptions known) {
        TableOptions options = known;
        options = text.isPresent() ? options.withTextColumn(text.get()) : options;
        options = second.isPresent() ? options.withSecondTextColumn(second.get()) : options;
        return charset.isPresent() ? options.withCharset(known(charset.get())) : options;
    }

    private static Charset known(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new BadArgument("unknown charset '" + name + "'; for example UTF-8, GBK, GB18030, windows-1252");
        }
    }
}
