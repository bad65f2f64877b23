package dev.graft.cli;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.ImageTable;
import dev.graft.data.Modality;
import dev.graft.data.TableOptions;
import dev.graft.data.TextTable;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "predict",
        description = "Answer new inputs with a trained model.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft predict reviews.graft new.csv --out answers.csv      the table with labels",
            "  graft predict reviews.graft letters/ note.txt              text files, each one input",
            "  graft predict photos.graft new-photos/ --out answers.csv   pictures, a row for each",
            "  echo 'Where is my parcel?' | graft predict reviews.graft - --top 3"
        })
final class PredictCommand extends Command {
    @Parameters(index = "0", paramLabel = "BUNDLE", description = "What 'graft train' wrote.")
    private Path bundle;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "INPUT",
            description =
                    "Files of texts or pictures, folders of them, archives of pictures (zip, tar), a table (csv, tsv,"
                            + " jsonl) of texts or of paths, or - for lines of standard input.")
    private List<String> inputs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the answers there: the table with columns more, or a table of the files (.csv). A cell"
                    + " that a spreadsheet would compute, as =1+1, gets an apostrophe before it.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--overwrite", description = "Replace FILE.")
    private boolean overwrite;

    @Option(names = "--top", paramLabel = "K", description = "Tell the K most probable labels (default: 1).")
    private int top = 1;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            description =
                    "Give no label below this probability, in (0, 1]; for several labels, every label from it on.")
    private Optional<Double> threshold = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description = "Which output of a model with several (default: the first).")
    private Optional<String> output = Optional.empty();

    @Mixin
    private TableArguments table = new TableArguments();

    PredictCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        Check.atLeast("--top", top, 1);
        threshold.ifPresent(p -> Check.fraction("--threshold", p));
        boolean lines = inputs.contains("-");
        List<Path> tables = lines
                ? List.of()
                : inputs.stream().map(Values::path).filter(InputFiles::isTable).toList();
        if ((lines || !tables.isEmpty()) && inputs.size() > 1) {
            throw new BadArgument((lines ? "'-'" : "the table " + tables.get(0))
                    + " must be the only input; answer the others by another call");
        }
        if (out.isPresent()) {
            if (lines) {
                throw new BadArgument("--out is for tables and files; lines are answered on standard output");
            }
            checkForm(out.get(), tables);
            Target.file(out.get(), overwrite);
        }
        Modality modality = Bundle.modality(bundle);
        if (lines && modality != Modality.TEXT) {
            throw new BadArgument("'-' is for lines of text, and " + bundle + " reads pictures; name files");
        }
        Optional<TextTable> opened = tables.isEmpty()
                ? Optional.empty()
                : Optional.of(TextTable.open(
                        tables.get(0), columns(modality, tables.get(0)).withoutLabels()));
        opened.ifPresent(found -> found.notes().forEach(session()::warn));
        List<InputFiles.Named> files = lines || opened.isPresent() ? List.of() : new InputFiles(modality).read(inputs);
        session().prepareEngine();
        try (Model model = Bundle.load(bundle, session().hub())) {
            OptionalDouble least = threshold.map(OptionalDouble::of).orElse(OptionalDouble.empty());
            if (output.isEmpty() && model.outputs().size() > 1) {
                session()
                        .warn("answering "
                                + String.join(", not ", model.outputs().keySet()) + "; --output NAME asks for another");
            }
            Model asked = output.map(model::answering).orElse(model);
            Answering answering = new Answering(session(), asked, top, least);
            List<Map<String, Object>> answers = new ArrayList<>();
            if (lines) {
                answering.lines(System.in, answers::add);
            } else if (opened.isPresent()) {
                answering.table(opened.get(), modality, out, answers::add);
            } else {
                answering.files(files, out, answers::add);
            }
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("predictions", answers);
            json.put("cut", answering.cut());
            session().answer(json);
            answering.notes().forEach(session()::warn);
        }
    }

    /** Answers are written as the table is that is answered, or else as CSV; a name must not say otherwise. */
    private static void checkForm(Path out, List<Path> tables) {
        String wanted = tables.isEmpty() ? "csv" : InputFiles.ending(tables.get(0));
        if (!InputFiles.ending(out).equals(wanted)) {
            throw new BadArgument("--out must end in ." + wanted + ", as the answers to "
                    + (tables.isEmpty() ? "files are such a table" : tables.get(0) + " are a table of its form")
                    + "; was " + out);
        }
    }

    /** How the table is read; of pictures the column of their paths takes the place of the texts. */
    private TableOptions columns(Modality modality, Path file) throws IOException {
        TableOptions options = table.over(Trained.options(bundle, output));
        return modality == Modality.TEXT || options.textColumn().isPresent()
                ? options
                : options.withTextColumn(ImageTable.pathColumn(file, options));
    }
}
