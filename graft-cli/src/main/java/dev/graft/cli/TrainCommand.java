package dev.graft.cli;

import dev.graft.data.Data;
import dev.graft.data.Facts;
import dev.graft.data.Modality;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.engine.Engine;
import dev.graft.hub.Hub;
import dev.graft.recipe.Product;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.recipe.TrainResult;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
            description = "A table (.csv, .tsv, .jsonl) with columns text and label, or path and label for pictures; a"
                    + " folder with a sub-folder of .txt files or of pictures for each class, or with train, val and"
                    + " test of such; a .tar or .zip of pictures; the files of MNIST or CIFAR.")
    private Path data;

    @Option(names = "--out", required = true, paramLabel = "BUNDLE", description = "Folder for the trained model.")
    private Path out;

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
            names = "--valid",
            paramLabel = "PATH|FRACTION",
            description = "Data to judge epochs by, or a share of the training part as 0.2 (default: a tenth of the "
                    + "training part, from 200 examples on).")
    private Optional<Path> valid = Optional.empty();

    @Option(names = "--test", paramLabel = "PATH", description = "Data to measure by (default: a fifth of DATA).")
    private Optional<Path> test = Optional.empty();

    @Option(names = "--baseline", description = "Also train the classical baseline, for comparison.")
    private boolean baseline;

    @Mixin
    private ReportArguments reports = new ReportArguments();

    @Option(names = "--resume", description = "Go on with a run that was stopped.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Replace BUNDLE and these files.")
    private boolean overwrite;

    @Option(names = "--refit", description = "After measuring, train once more on all data; that model is saved.")
    private boolean refit;

    @Option(names = "--standalone", description = "Copy all weights into the bundle though only a head was trained.")
    private boolean standalone;

    TrainCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        TableOptions options = TaskName.apply(task, table.options());
        learning.checkStrategy();
        Modality modality = Data.modality(data, options);
        Strategy strategy = learning.strategy(modality);
        TaskChoice choice = learning.task(strategy);
        String backbone = learning.backbone(modality);
        learning.idle(strategy).forEach(session()::warn);
        reports.check(overwrite);
        session().prepareEngine();
        Recipe recipe = new Recipe(
                data.toString(),
                LearningArguments.text(valid),
                LearningArguments.text(test),
                options,
                backbone,
                learning.weights(modality),
                strategy,
                choice,
                learning.input(),
                Prior.NONE.init(LearningArguments.text(init)),
                learning.precision(),
                session().seed(),
                session().threads().orElseGet(Engine::threads),
                baseline,
                refit,
                standalone);
        Hub hub = session().hub();
        TrainResult result = new TrainJob(
                        recipe,
                        out,
                        new TrainJob.Options(
                                resume,
                                overwrite,
                                hub,
                                learning.keep(hub),
                                session().progress()),
                        Product.BUNDLE,
                        () -> opened(options))
                .run();
        session().progress().close();
        reports.write(
                String.valueOf(out.toAbsolutePath().normalize().getFileName()),
                TrainOutcome.facts(result),
                result.evaluation(),
                result.baselines(),
                result.test());
        session().answer(result.toJson());
        TrainOutcome.lines(result).forEach(session()::say);
        reports.tell(session());
    }

    /** The data, refused where they do not have what is asked of them. */
    private Parts<?> opened(TableOptions options) throws IOException {
        Parts<?> parts = Data.openParts(data, options);
        if (learning.asksOfTask()) {
            Facts.of(parts.train()).kind().ifPresent(learning::mustFit);
        }
        return parts;
    }
}
