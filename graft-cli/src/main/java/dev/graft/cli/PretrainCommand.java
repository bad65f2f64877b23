package dev.graft.cli;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.data.Data;
import dev.graft.data.Facts;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.data.TargetKind;
import dev.graft.engine.Engine;
import dev.graft.recipe.BackboneProduct;
import dev.graft.recipe.Extent;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.recipe.TrainResult;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import dev.graft.transfer.Transfer;
import dev.graft.vision.Architectures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "pretrain",
        description = "Make a backbone: train a network from random weights on a large source data set of pictures.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft pretrain photos/ --architecture resnet_tiny --out mine",
            "  graft pretrain photos/ --architecture resnet18 --epochs 60 --size 128 --from-size 96 --out mine",
            "  graft pretrain photos/ --architecture resnet_tiny --teacher photos.graft --out mine",
            "  graft train few-photos/ --backbone mine/ --out few.graft",
            "",
            "What learned from crops reads whole pictures best somewhat larger: the size that is best on what"
                    + " was held back is looked for in the end, and kept with the network.",
            "",
            "A state is written after each epoch and when stopped; --resume goes on there, to the same bits."
        })
final class PretrainCommand extends Command {
    @Parameters(paramLabel = "DATA", description = "Pictures with labels, as for 'graft train'.")
    private Path data;

    @Option(
            names = "--architecture",
            required = true,
            paramLabel = "NAME",
            description = "The kind of network, as resnet_tiny; 'graft models' lists them.")
    private String architecture;

    @Option(names = "--out", required = true, paramLabel = "BACKBONE", description = "Folder for the network.")
    private Path out;

    @Mixin
    private LabelArguments table = new LabelArguments();

    @Mixin
    private PretrainArguments how = new PretrainArguments();

    @Option(
            names = "--valid",
            paramLabel = "PATH|FRACTION",
            description = "Data to judge epochs by, or a share of the training part as 0.02 (default: a tenth of it).")
    private Optional<Path> valid = Optional.empty();

    @Option(names = "--test", paramLabel = "PATH", description = "Data to measure by (default: a fifth of DATA).")
    private Optional<Path> test = Optional.empty();

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = "Time that all of it may take, as 5m or 1h: as many steps as fit are made.")
    private Optional<Duration> budget = Optional.empty();

    @Option(names = "--half", description = "Store weights in 16 bits; whoever reads them widens them again.")
    private boolean half;

    @Option(names = "--license", paramLabel = "TEXT", description = "Licence of the weights, to be kept with them.")
    private String licence = "";

    @Option(names = "--resume", description = "Go on with a run that was stopped.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Replace BACKBONE.")
    private boolean overwrite;

    PretrainCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        Architectures.named(architecture);
        TableOptions options = table.options();
        Check.that(
                Data.modality(data, options) == Modality.IMAGE,
                "graft pretrain makes networks for pictures, and " + data + " holds texts; take a pretrained one of"
                        + " 'graft models' for them");
        Strategy strategy = how.strategy();
        TaskChoice task = new TaskChoice(false, how.smoothing(), TaskChoice.DEFAULTS.threshold());
        InputChoice input = how.input();
        Prior prior = how.prior();
        session().prepareEngine();
        Recipe recipe = Recipe.draft(data.toString(), architecture, strategy)
                .valid(LearningArguments.text(valid))
                .test(LearningArguments.text(test))
                .table(options)
                .task(task)
                .input(input)
                .prior(prior)
                .precision(how.precision())
                .seed(session().seed())
                .threads(session().threads().orElseGet(Engine::threads))
                .standalone(true)
                .extent(Extent.within(budget))
                .build();
        TrainJob.Options way = new TrainJob.Options(
                resume,
                overwrite,
                session().hub(),
                Transfer.Run.defaults().keep(),
                session().progress(),
                session().began());
        TrainResult result =
                new TrainJob(recipe, out, way, new BackboneProduct(half, licence), () -> opened(options)).run();
        session().progress().close();
        session().answer(json(result));
        PretrainOutcome.lines(result).forEach(session()::say);
    }

    /** The pictures, refused where they do not have the one label each that a backbone is made by. */
    private Parts<?> opened(TableOptions options) throws IOException {
        Parts<?> parts = Data.openParts(data, options);
        TargetKind kind =
                Facts.of(parts.train()).kind().orElse(TargetKind.LABEL); // none at all is refused with the rest
        if (kind != TargetKind.LABEL) {
            throw new BadInput(
                    data.toString(),
                    "a backbone is made of pictures with one label each; these have "
                            + (kind == TargetKind.NUMBER
                                    ? "numbers: name another --label-column, or write them as names"
                                    : "several: name another --label-column, or leave out --label-separator"));
        }
        return parts;
    }

    private Map<String, Object> json(TrainResult result) {
        Map<String, Object> json = new LinkedHashMap<>(result.toJson());
        json.remove("bundle");
        json.remove("perClass");
        json.remove("confusion");
        json.put("architecture", architecture);
        json.put("curve", BackboneProduct.curve(result));
        json.put("backbone", out.toString());
        return json;
    }
}
