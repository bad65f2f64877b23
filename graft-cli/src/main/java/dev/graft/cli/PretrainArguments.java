package dev.graft.cli;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.InputChoice;
import dev.graft.data.PictureForm;
import dev.graft.engine.Precision;
import dev.graft.transfer.Pretrain;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a network is trained from the beginning. */
final class PretrainArguments {
    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data (default: 30).")
    private Optional<String> epochs = Optional.empty();

    @Option(names = "--batch-size", paramLabel = "N", description = "Examples per step (default: 128).")
    private Optional<String> batchSize = Optional.empty();

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Highest learning rate (default: 0.4 at batches of 128, and in proportion to them).")
    private Optional<String> rate = Optional.empty();

    @Option(
            names = "--ema",
            paramLabel = "SHARE",
            description = "Share of the weights' moving average that a step leaves; 0 for none (default: 0.999).")
    private Optional<String> average = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Set any other number of the strategy, as --set weightDecay=1e-4; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Side of the square that pictures are read at (default: the architecture's).")
    private Optional<Integer> size = Optional.empty();

    @Option(
            names = "--from-size",
            paramLabel = "PIXELS",
            description =
                    "Side that training begins at, to grow to --size over two thirds of the epochs, as three quarters of"
                            + " it (default: --size from the beginning, so that pictures do not grow).")
    private Optional<Integer> from = Optional.empty();

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "1 for a network that reads grey pictures, 3 for colored ones (default: the architecture's).")
    private Optional<Integer> channels = Optional.empty();

    @Option(
            names = "--standardize",
            description = "Bring each channel to mean 0 and deviation 1 over the training part (default: as pictures of"
                    + " ImageNet want it, or as the architecture says).")
    private boolean standardize;

    @Option(
            names = "--augment",
            paramLabel = "HOW",
            description = "How pictures are changed: none, light, standard, trivial, rand, mixup, cutmix, or a list as"
                    + " crop=0.35,mirror,mixup=0.2 (default: light).")
    private String augment = "light";

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "Share of each label spread over all classes (default: 0.1).")
    private double smoothing = 0.1;

    @Option(
            names = "--teacher",
            paramLabel = "BUNDLE",
            description = "A model of the same classes, made by 'graft train', whose answers are learned from too.")
    private Optional<Path> teacher = Optional.empty();

    @Option(
            names = "--teacher-weight",
            paramLabel = "X",
            description = "How much the teacher's answers count beside the labels (default: 1).")
    private Optional<String> pull = Optional.empty();

    @Option(
            names = "--init",
            paramLabel = "FILE",
            description = "Weights of any network: what fits by name and shape is copied before training.")
    private Optional<Path> init = Optional.empty();

    @Option(names = "--precision", paramLabel = "KIND", description = "fp32, bf16 or auto (default: auto).")
    private String precision = "auto";

    Strategy strategy() {
        Strategy strategy = Pretrain.DEFAULTS;
        for (String setting : settings) {
            Setting set = Setting.of(setting, "weightDecay=1e-4");
            strategy = strategy.with(set.name(), set.value());
        }
        strategy = set(strategy, "epochs", "--epochs", epochs);
        strategy = set(strategy, "batchSize", "--batch-size", batchSize);
        boolean rated = rate.isPresent() || settings.stream().anyMatch(setting -> setting.startsWith("rate="));
        if (!rated) {
            strategy = strategy.with("rate", inProportion((Pretrain) strategy));
        }
        strategy = set(strategy, "rate", "--lr", rate);
        strategy = set(strategy, "soft", "--teacher-weight", pull);
        return set(strategy, "average", "--ema", average);
    }

    private static double inProportion(Pretrain chosen) {
        double usual = Pretrain.DEFAULTS.steps().batchSize();
        return chosen.steps().rate() * chosen.steps().batchSize() / usual;
    }

    /** Messages have the name that the user wrote. */
    private static Strategy set(Strategy strategy, String component, String option, Optional<String> value) {
        try {
            return value.isEmpty() ? strategy : strategy.with(component, value.get());
        } catch (BadArgument e) {
            throw e.getMessage().startsWith(component)
                    ? new BadArgument(option + e.getMessage().substring(component.length()))
                    : e;
        }
    }

    InputChoice input() {
        return InputChoice.DEFAULTS
                .size(InputArguments.given("--size", size))
                .from(InputArguments.given("--from-size", from))
                .augment(augment)
                .form(new PictureForm(Optional.empty(), channels, standardize, Optional.empty()));
    }

    double smoothing() {
        return smoothing;
    }

    Prior prior() {
        Check.that(
                pull.isEmpty() || teacher.isPresent(), "--teacher-weight says how much a --teacher counts; name one");
        return Prior.NONE.init(LearningArguments.text(init)).teacher(LearningArguments.text(teacher));
    }

    Optional<Precision> precision() {
        return LearningArguments.precision(precision);
    }
}
