package dev.graft.cli;

import dev.graft.base.Check;
import dev.graft.data.Data;
import dev.graft.data.Facts;
import dev.graft.data.Modality;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.hub.Hub;
import dev.graft.recipe.Product;
import dev.graft.recipe.RateJob;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.RecipeDraft;
import dev.graft.recipe.TrainJob;
import dev.graft.recipe.TrainResult;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "train",
        description = "Teach a pretrained network your task, measure it on data it has not seen, and save a bundle.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft train reviews.csv --out reviews.graft",
            "  graft train reviews.csv --out reviews.graft --strategy finetune --epochs 5 --lr 3e-5",
            "  graft train reviews.csv --strategy finetune --find-lr",
            "  graft train posts.csv --label-column tags --label-separator '|' --out tags.graft",
            "  graft train prices.csv --task regression --test held-out.csv --out prices.graft --baseline",
            "  graft train photos/ --out photos.graft --strategy finetune --augment standard",
            "",
            "Without --test a fifth of the data is held back to measure by: every class in proportion,",
            "duplicates on one side. Nothing is chosen by it."
        })
final class TrainCommand extends Command {
    @Parameters(
            paramLabel = "DATA",
            description = "A table (csv, tsv, jsonl) with columns text and label, or path and label for pictures; a"
                    + " folder with a sub-folder of .txt files or of pictures for each class, or with train, val and"
                    + " test of such; a .tar or .zip of pictures; the files of MNIST or CIFAR.")
    private Path data;

    @Option(names = "--out", paramLabel = "BUNDLE", description = "Folder for the trained model.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--find-lr",
            description = "Show how the loss goes with the learning rate and suggest one; train nothing.")
    private boolean find;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "classification, multilabel, regression or auto (default: auto; whole numbers are classes).")
    private String task = "auto";

    @Mixin
    private LabelArguments table = new LabelArguments();

    @Mixin
    private LearningArguments learning = new LearningArguments();

    @Option(
            names = "--init",
            paramLabel = "FILE",
            description =
                    "Weights of any network: what fits the backbone by name and shape is copied before it learns.")
    private Optional<Path> init = Optional.empty();

    @Option(
            names = "--teacher",
            paramLabel = "BUNDLE",
            description = "A model of the same classes, made by 'graft train', for --strategy distil to learn from.")
    private Optional<Path> teacher = Optional.empty();

    @Option(
            names = "--valid",
            paramLabel = "PATH|FRACTION",
            description = "Data to judge epochs by, or a share of the training part as 0.2 (default: a tenth of the "
                    + "training part, from 200 examples on). The best epoch is kept where at least 100 examples judge; "
                    + "with fewer all epochs are run and the last is kept.")
    private Optional<Path> valid = Optional.empty();

    @Option(names = "--test", paramLabel = "PATH", description = "Data to measure by (default: a fifth of DATA).")
    private Optional<Path> test = Optional.empty();

    @Mixin
    private RunArguments run = new RunArguments();

    @Mixin
    private ReportArguments reports = new ReportArguments();

    @Option(names = "--refit", description = "After measuring, train once more on all data; that model is saved.")
    private boolean refit;

    TrainCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        Check.that(find || out.isPresent(), "say by --out where the model is to be saved, as --out my-model");
        checkSearch();
        TableOptions options = TaskName.apply(task, table.options());
        learning.checkStrategy();
        Modality modality = Data.modality(data, options);
        Strategy strategy = learning.strategy(modality);
        TaskChoice choice = learning.task(strategy);
        String backbone = learning.backbone(modality);
        learning.idle(strategy).forEach(session()::warn);
        Check.that(
                !run.hasBudget() || !learning.looksForRate(),
                "--lr auto searches for as long as it needs, which a --budget cannot foresee; run --find-lr first");
        reports.check(run.overwrites());
        session().prepareEngine();
        RecipeDraft draft = Recipe.draft(data.toString(), backbone, strategy)
                .procedure(learning.procedure())
                .valid(LearningArguments.text(valid))
                .test(LearningArguments.text(test))
                .table(options)
                .weights(learning.weights(modality))
                .task(choice)
                .input(learning.input())
                .prior(Prior.NONE.init(LearningArguments.text(init)).teacher(LearningArguments.text(teacher)))
                .precision(learning.precision())
                .refit(refit);
        Recipe recipe = run.into(draft, session()).build();
        Hub hub = session().hub();
        TrainJob.Options way = run.options(session(), hub, learning.keep(hub));
        TrainJob.Reading reading = () -> opened(options);
        if (find) {
            tell(new RateOutcome(new RateJob(recipe, way, reading).run(), strategy, data.toString()));
            return;
        }
        train(learning.looksForRate() ? found(recipe, way, reading) : recipe, way, reading);
    }

    /** Refuses beside a search what concerns a training. */
    private void checkSearch() {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--out", out.isPresent());
        given.putAll(run.given());
        given.put("--errors", reports.wantsErrors());
        given.put("--refit", refit);
        List<String> idle = given.keySet().stream().filter(given::get).toList();
        Check.that(
                !find || idle.isEmpty(),
                "--find-lr trains and saves nothing; leave out " + String.join(", ", idle)
                        + ", or leave out --find-lr");
    }

    private void tell(RateOutcome outcome) throws IOException {
        session().progress().close();
        if (reports.page().isPresent()) {
            outcome.write(reports.page().get());
        }
        session().answer(outcome.json());
        outcome.lines().forEach(session()::say);
        reports.tell(session());
    }

    /** With the rate that a search suggests. */
    private Recipe found(Recipe recipe, TrainJob.Options way, TrainJob.Reading reading) throws IOException {
        new TrainJob(recipe, out.get(), way).check();
        double rate = new RateJob(recipe, way, reading).run().suggestion();
        session().warn("learning rate found: " + rate);
        return recipe.copy().strategy(recipe.strategy().with("rate", rate)).build();
    }

    private void train(Recipe recipe, TrainJob.Options way, TrainJob.Reading reading) throws IOException {
        TrainResult result = new TrainJob(recipe, out.get(), way, Product.BUNDLE, reading).run();
        session().progress().close();
        reports.write(
                String.valueOf(out.get().toAbsolutePath().normalize().getFileName()),
                TrainOutcome.facts(result),
                result.evaluation(),
                result.baselines(),
                result.test());
        Map<String, Object> json = new LinkedHashMap<>(result.toJson());
        if (learning.looksForRate()) {
            json.put("learningRate", result.recipe().strategy().rate());
        }
        session().answer(json);
        TrainOutcome.lines(result).forEach(session()::say);
        reports.tell(session());
    }

    /** The data, refused where they do not have what is asked of them. */
    private Parts<?> opened(TableOptions options) throws IOException {
        Parts<?> parts = Data.openParts(data, options);
        if (learning.asksOfTask()) {
            Facts.of(parts.train()).kind().map(Set::of).ifPresent(learning::mustFit);
        }
        return parts;
    }
}
