package dev.graft.cli;

import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.evaluate.Evaluation;
import dev.graft.metric.Scored;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Task;
import dev.graft.recipe.SeenExamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "evaluate",
        description = "Measure a trained model on labelled data.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft evaluate reviews.graft test.csv",
            "  graft evaluate reviews.graft test.csv --report report.html --errors errors.csv"
        })
final class EvaluateCommand extends Command {
    @Parameters(index = "0", paramLabel = "BUNDLE", description = "What 'graft train' wrote.")
    private Path bundle;

    @Parameters(index = "1", paramLabel = "DATA", description = "Data as for 'graft train'.")
    private Path data;

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description = "Which output of a model with several (default: the first).")
    private Optional<String> output = Optional.empty();

    @Mixin
    private LabelArguments table = new LabelArguments();

    @Mixin
    private ReportArguments reports = new ReportArguments();

    @Option(names = "--overwrite", description = "Replace these files.")
    private boolean overwrite;

    EvaluateCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        reports.check(overwrite);
        Task task = Bundle.task(bundle, output);
        TableOptions read = table.over(Trained.options(bundle, output));
        TableOptions options = read.labelSeparator().isEmpty() ? read.withKind(Trained.kind(task)) : read;
        Parts<?> parts = session().opening(() -> Data.openParts(data, options)); // refused before the engine starts
        Dataset<?> examples = parts.judging();
        if (parts.several()) {
            session().say(data + " holds parts; measured is " + examples.name());
        }
        examples.notes().forEach(session()::warn);
        session().prepareEngine();
        try (Model model = Bundle.load(bundle, session().hub())) {
            int seen = SeenExamples.in(bundle).among(examples);
            Optional<String> warning = SeenExamples.warning(bundle, seen, examples.size());
            warning.ifPresent(session()::warn);
            Evaluation evaluation = Evaluation.of(output.map(model::answering).orElse(model), examples);
            String name = String.valueOf(bundle.toAbsolutePath().normalize().getFileName());
            List<String> facts = new ArrayList<>(Trained.facts(model.provenance(), examples.name()));
            warning.ifPresent(facts::add);
            facts.addAll(examples.notes());
            reports.write(name + " on " + examples.name(), facts, evaluation, Map.of(), examples);
            tell(evaluation, seen);
        }
    }

    private void tell(Evaluation evaluation, int seen) {
        Map<String, Object> json = new LinkedHashMap<>(evaluation.toJson());
        json.put("trainedOn", seen);
        json.put("seconds", evaluation.seconds());
        json.put("examplesPerSecond", evaluation.examples() / evaluation.seconds());
        reports.put(json);
        session().answer(json);
        evaluation.toString().lines().forEach(session()::say);
        if (evaluation.cut() > 0) {
            session().say(Answering.wereCut(evaluation.cut()));
        }
        if (!evaluation.task().classes().isEmpty()) {
            session().say("");
            Tables.perClass(evaluation).forEach(session()::say);
        }
        if (evaluation.scored().kind() == Scored.Kind.ONE_LABEL) {
            Mixups.lines(evaluation).forEach(session()::say);
        }
        reports.tell(session());
    }
}
