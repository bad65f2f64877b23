package dev.graft.cli;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Folds;
import dev.graft.data.Modality;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.data.TrainingCheck;
import dev.graft.evaluate.Baseline;
import dev.graft.evaluate.Baselines;
import dev.graft.evaluate.CrossValidation;
import dev.graft.evaluate.Learner;
import dev.graft.evaluate.Majority;
import dev.graft.hub.Hub;
import dev.graft.transfer.CrossValidate;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "crossval",
        description =
                "Measure a way of learning on all data: every example is tested by a model that was trained without"
                        + " it and without its duplicates.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft crossval reviews.csv",
            "  graft crossval reviews.csv --folds 10 --repeats 3 --baseline",
            "  graft crossval reviews.csv --folds loo",
            "",
            "A probe reads each text once, however many folds and repeats there are."
        })
final class CrossvalCommand extends Command {
    private static final String LEAVE_ONE_OUT = "loo";

    @Parameters(paramLabel = "DATA", description = "Data as for 'graft train'.")
    private Path data;

    @Option(
            names = "--folds",
            paramLabel = "K|loo",
            description = "Number of parts, or loo to leave out one example at a time (default: 5).")
    private String folds = "5";

    private static final int FOLDS_THAT_TELL = 4; // below, a t-value alone makes most intervals useless

    @Option(names = "--repeats", paramLabel = "R", description = "How often the data are parted anew (default: 1).")
    private int repeats = 1;

    @Option(names = "--baseline", description = "Also measure the baselines on the same folds.")
    private boolean baseline;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "classification, multilabel, regression or auto (default: auto; whole numbers are classes).")
    private String task = "auto";

    @Mixin
    private LabelArguments table = new LabelArguments();

    @Mixin
    private LearningArguments learning = new LearningArguments();

    CrossvalCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        Optional<Folds> parts = parts();
        TableOptions options = TaskName.apply(task, table.options());
        learning.usualStrategy(LinearProbe.DEFAULTS.name());
        learning.checkStrategy();
        Check.that(
                !learning.looksForRate(),
                "--lr auto searches for one training; run 'graft train --find-lr' and name the rate that it suggests");
        Modality modality = Data.modality(data, options);
        Strategy strategy = learning.strategy(modality);
        TaskChoice choice = learning.task(strategy);
        String backbone = learning.backbone(modality);
        Parts<?> own = session().opening(() -> Data.openParts(data, options));
        Dataset<?> examples = own.known();
        if (own.several()) {
            String kept = own.test()
                    .map(test -> "; " + test.name() + " is left alone")
                    .orElse("");
            session().say(data + " holds parts; folds are made of " + examples.name() + kept);
        }
        Facts facts = TrainingCheck.of(examples);
        facts.kind().map(Set::of).ifPresent(learning::mustFit);
        examples.notes().forEach(session()::warn);
        facts.warnings().forEach(session()::warn);
        learning.idle(strategy).forEach(session()::warn);
        session().prepareEngine();
        Transfer transfer = transfer(backbone, modality, strategy, choice);
        long seed = session().seed();
        Map<String, CrossValidation> rows = new LinkedHashMap<>();
        dev.graft.model.Task all = choice.of(examples, facts);
        for (Baseline simple : baseline ? Baselines.of(examples) : List.of(new Majority())) {
            Learner learner = Learner.of(examples, simple, part -> choice.of(part, Facts.of(part)), seed);
            rows.put(
                    simple.name(all),
                    parts.isPresent()
                            ? CrossValidation.of(examples, all, parts.get(), seed, learner)
                            : CrossValidation.leaveOneOut(examples, all, seed, learner));
        }
        CrossValidation model = parts.isPresent()
                ? CrossValidate.folds(transfer, learning.procedure(), examples, parts.get(), seed)
                : CrossValidate.leaveOneOut(transfer, learning.procedure(), examples, seed);
        rows.put(learning.strategyName() + " of " + backbone, model);
        session().progress().close();
        if (model.cut() > 0) {
            session()
                    .warn(model.cut() + " of " + examples.size()
                            + " texts were longer than the backbone reads and were cut; --windows reads them whole");
        }
        session().answer(CrossvalOutcome.json(model, rows, examples.size()));
        session().say(head(examples, model));
        CrossvalOutcome.table(rows).forEach(session()::say);
        hint(model, rows.values().iterator().next()).ifPresent(session()::say);
    }

    private static Optional<String> hint(CrossValidation model, CrossValidation simplest) {
        boolean all = model.folds().isEmpty();
        if (all && simplest.metrics().values().iterator().next().mean() == 0) {
            return Optional.of(
                    "One left out at a time, the majority of the others is another class wherever classes are"
                            + " equally large: it is then always wrong.");
        }
        return !all && model.folds().size() < FOLDS_THAT_TELL
                ? Optional.of("So few folds leave the intervals wide: --folds 5 tells more, and --repeats.")
                : Optional.empty();
    }

    private Transfer transfer(String backbone, Modality modality, Strategy strategy, TaskChoice choice) {
        Hub hub = session().hub();
        return Transfer.from(backbone)
                .weights(learning.weights(modality).map(Path::of))
                .by(strategy)
                .task(choice)
                .input(learning.input())
                .run(new Transfer.Run(
                        hub,
                        learning.precision(),
                        learning.keep(hub),
                        Optional.empty(),
                        false,
                        session().progress()));
    }

    /** Empty for leave-one-out. */
    private Optional<Folds> parts() {
        Check.atLeast("--repeats", repeats, 1);
        if (folds.equals(LEAVE_ONE_OUT)) {
            Check.that(repeats == 1, "--repeats has no meaning with --folds loo, which parts the data in one way only");
            return Optional.empty();
        }
        if (!folds.matches("[0-9]{1,6}")) {
            throw new BadArgument("--folds must be a whole number or loo, was '" + folds + "'");
        }
        return Optional.of(new Folds(Check.atLeast("--folds", Integer.parseInt(folds), 2), repeats));
    }

    private String head(Dataset<?> examples, CrossValidation model) {
        String how = model.folds().isEmpty()
                ? "one left out at a time"
                : model.folds().size() + " folds tested" + (repeats > 1 ? " in " + repeats + " repeats" : "");
        return String.format(
                Locale.ROOT,
                "%d examples, %s, %.1f s (95 %% intervals in brackets):",
                examples.size(),
                how,
                model.seconds());
    }
}
