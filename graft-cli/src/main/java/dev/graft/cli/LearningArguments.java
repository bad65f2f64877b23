package dev.graft.cli;

import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.backbone.Stages;
import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.TargetKind;
import dev.graft.data.Variety;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.recipe.Recipe;
import dev.graft.train.GradientSteps;
import dev.graft.train.Phase;
import dev.graft.train.Trains;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.Guard;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Procedure;
import dev.graft.transfer.Soup;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import dev.graft.transfer.Transfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What learns, and how. */
final class LearningArguments {
    private static final String AUTO = "auto";
    /** Stages of a network, the first one nearest to the input: enough to see what a strategy leaves frozen. */
    private static final Stages BODY = Stages.named("first", "middle", "last");

    @Option(
            names = "--backbone",
            paramLabel = "NAME|FOLDER",
            description = "The pretrained network: a name of 'graft models', a Hugging Face folder, or a bundle"
                    + " (default: the embedded one, for texts or for pictures).")
    private String backbone = "auto";

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "The network's weights: .safetensors (or the index of several), .onnx, or a .pth of PyTorch's.")
    private Optional<Path> weights = Optional.empty();

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            description =
                    "probe (a head on fixed features), probe-finetune (then all layers), finetune (all at once),"
                            + " gradual, layerwise, last-N (the last N stages), lora, dora, ia3, adapters, prefix, prompt, bitfit, norms"
                            + " (a small part), contrastive (few labels), hybrid (with TF-IDF), scratch (from random weights),"
                            + " another of 'graft strategies', or auto: probe-finetune, or contrastive for few short texts, where"
                            + " it is better than the probe, else the probe (default: auto; for crossval probe, for multitask finetune).")
    private Optional<String> strategy = Optional.empty();

    @Option(
            names = "--soup",
            paramLabel = "[uniform-]N",
            description = "Train N times by other seeds and average the weights of those that help on the validation"
                    + " part, or with uniform-N of all; for probe-finetune.")
    private Optional<String> soup = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Set any number of the strategy, as --set strength=1 or --set hidden=512,512; repeatable;"
                    + " 'graft strategies' lists them.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data, where training goes by steps.")
    private Optional<String> epochs = Optional.empty();

    @Option(names = "--batch-size", paramLabel = "N", description = "Examples per step.")
    private Optional<String> batchSize = Optional.empty();

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Highest learning rate; auto takes what --find-lr suggests.")
    private Optional<String> rate = Optional.empty();

    @Option(names = "--precision", paramLabel = "KIND", description = "fp32, bf16 or auto (default: auto).")
    private String precision = "auto";

    @Mixin
    private InputArguments input = new InputArguments();

    @Option(
            names = "--augment",
            paramLabel = "HOW",
            description =
                    "How pictures are changed while a network learns from them: light, standard, trivial, rand, or"
                            + " a list as rotate=15,shift=0.1,mixup=0.2 (default: none).")
    private String augment = InputChoice.NO_CHANGE;

    @Option(
            names = "--draws",
            paramLabel = "K",
            description =
                    "How often a frozen network sees each picture: as it is, then changed by --augment (default: 4 with"
                            + " --augment, else 1).")
    private int draws;

    @Option(
            names = "--standardize",
            description =
                    "Bring each channel of the pictures to mean 0 and deviation 1 over the training part (default:"
                            + " as the network was trained).")
    private boolean standardize;

    @Option(names = "--balance", description = "Let rare classes count as much as common ones.")
    private boolean balance;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "Share of each label spread over all classes, where training goes by steps.")
    private double smoothing;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            description = "Probability from which one of several labels is given (default: 0.5).")
    private Optional<Double> threshold = Optional.empty();

    @Option(
            names = {"--cache"},
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Keep features of frozen stages for the next run (default: on).")
    private boolean cache;

    /** @param modality of the data: decides what is taken if the user named nothing */
    String backbone(Modality modality) {
        if (backbone.equals("auto")) {
            return Catalog.usual(modality);
        }
        if (Catalog.find(backbone).isEmpty()
                && !backbone.contains("/")
                && !backbone.contains("\\")
                && !Files.isDirectory(Values.path(backbone))) {
            throw Check.unknown("backbone", backbone, Catalog.names());
        }
        return backbone;
    }

    Optional<String> weights(Modality modality) {
        Check.that(
                weights.isEmpty() || modality == Modality.IMAGE,
                "--weights is not for texts: give --backbone a folder with config.json, model.safetensors and"
                        + " tokenizer.json");
        return text(weights);
    }

    /** Refuses a name that no strategy has, before anything is read. */
    void checkStrategy() {
        String name = strategyName();
        if (!Strategies.names().contains(name) && !name.equals(Guard.NAME) && !name.matches("last-[0-9]+")) {
            List<String> known = new ArrayList<>(Strategies.names());
            known.add(Guard.NAME);
            throw Check.unknown("strategy", name, known);
        }
    }

    /** The strategy of a command that fits once, or often: what takes longer is done there only if asked for. */
    void usualStrategy(String name) {
        strategy = strategy.or(() -> Optional.of(name));
    }

    /** As the user wrote it. */
    String strategyName() {
        return strategy.orElse(Guard.NAME);
    }

    /** What makes one model of several fits. */
    Optional<Procedure> procedure() {
        if (soup.isPresent()) {
            Check.that(
                    soup.get().matches("(uniform-)?[0-9]{1,3}"),
                    "--soup must be a number of runs or uniform-N, was '" + soup.get() + "'");
            boolean greedy = !soup.get().startsWith("uniform-");
            int runs = Integer.parseInt(soup.get().replace("uniform-", ""));
            Check.that(
                    !strategyName().equals(Guard.NAME),
                    "--soup averages what --strategy auto would compare with the probe; name --strategy probe-finetune");
            return Optional.of(new Soup(Check.atLeast("--soup", runs, 2), greedy));
        }
        return strategyName().equals(Guard.NAME) ? Optional.of(Guard.DEFAULTS) : Optional.empty();
    }

    Strategy strategy(Modality modality) {
        List<Map.Entry<String, String>> given = new ArrayList<>();
        Map<String, String> options = typed();
        epochs.ifPresent(value -> given.add(Map.entry("epochs", value)));
        for (String setting : settings) {
            Setting set = Setting.of(setting, "strength=1");
            String option = options.get(set.name());
            Check.that(option == null, option + " and --set " + set.name() + "= say the same; leave out one of them");
            given.add(Map.entry(set.name().equals("head") ? "hidden" : set.name(), set.value()));
        }
        batchSize.ifPresent(value -> given.add(Map.entry("batchSize", value)));
        rate.filter(value -> !value.equals(AUTO)).ifPresent(value -> given.add(Map.entry("rate", value)));
        try {
            return Recipe.strategy(strategyName(), modality, given);
        } catch (BadArgument e) {
            throw asTyped(e);
        }
    }

    /** The name that the user wrote, where the message has the one inside. */
    private BadArgument asTyped(BadArgument e) {
        Map<String, String> typed = typed();
        String name = e.getMessage().split(" ", 2)[0];
        return typed.containsKey(name)
                ? new BadArgument(typed.get(name) + e.getMessage().substring(name.length()))
                : e;
    }

    /** Settings that were given by options of their own, and these. */
    private Map<String, String> typed() {
        Map<String, String> typed = new LinkedHashMap<>();
        epochs.ifPresent(value -> typed.put("epochs", "--epochs"));
        batchSize.ifPresent(value -> typed.put("batchSize", "--batch-size"));
        rate.ifPresent(value -> typed.put("rate", "--lr"));
        return typed;
    }

    /** Whether the learning rate is to be looked for. */
    boolean looksForRate() {
        return rate.filter(AUTO::equals).isPresent();
    }

    /** Options that cannot have an effect, or not the wanted one, in words. */
    List<String> idle(Strategy chosen) {
        List<String> idle = new ArrayList<>();
        if (precision().filter(asked -> !asked.pays()).isPresent()) {
            idle.add(
                    "bf16 is slower than fp32 on this processor, so only training takes it; features and answers are in"
                            + " fp32");
        }
        if (chosen instanceof LinearProbe probe && probe.hidden().isEmpty()) {
            if (epochs.isPresent() || batchSize.isPresent() || rate.isPresent()) {
                idle.add("a linear probe is solved exactly, so --epochs, --batch-size and --lr change nothing");
            }
        }
        if (draws > 0 || Variety.parse(augment).mixing().isPresent()) {
            idle.addAll(idlePictures(chosen, chosen.plan(BODY, Facts.of(8, 2)).phases()));
        }
        return idle;
    }

    private List<String> idlePictures(Strategy chosen, List<Phase> phases) {
        List<String> idle = new ArrayList<>();
        boolean some = chosen instanceof FineTune tuned && tuned.last() > 0;
        if (Variety.parse(augment).mixing().isPresent() && phases.stream().noneMatch(LearningArguments::mayRead)) {
            idle.add("mixup and cutmix are for strategies that train a network from its pixels, so with "
                    + chosen.name() + " they change nothing"
                    + (some ? " while what its frozen stages give fits into memory" : ""));
        }
        if (draws > 0
                && !some
                && phases.stream().allMatch(phase -> steps(phase, BODY.names().get(0)))) {
            idle.add("--draws is for networks of which something is frozen, so with " + chosen.name()
                    + ", which varies each picture anew in every epoch, it changes nothing");
        }
        return idle;
    }

    /** Whether a phase may learn from the pixels of a batch. */
    private static boolean mayRead(Phase phase) {
        return steps(phase, BODY.names().get(0)) || steps(phase, Trains.ADAPTER);
    }

    private static boolean steps(Phase phase, String part) {
        return phase.solver() instanceof GradientSteps && phase.trains().names().contains(part);
    }

    TaskChoice task(Strategy chosen) {
        if (smoothing > 0 && !stepsOnLabels(chosen)) {
            throw new BadArgument("--label-smoothing does not fit strategy " + chosen.name()
                    + ", which solves for the labels as they are; choose --strategy finetune, or leave it out");
        }
        return new TaskChoice(balance, smoothing, threshold.orElse(TaskChoice.DEFAULTS.threshold()));
    }

    private static boolean stepsOnLabels(Strategy strategy) {
        return strategy.plan(Stages.named("body"), Facts.of(8, 2)).phases().stream()
                .anyMatch(phase -> phase.solver() instanceof GradientSteps);
    }

    /** Whether options were given that not every task has. */
    boolean asksOfTask() {
        return balance || smoothing > 0 || threshold.isPresent();
    }

    /** Refuses options that no data have. @param kinds what the data are labelled with; several for several tasks */
    void mustFit(Set<TargetKind> kinds) {
        Check.that(
                !balance || !kinds.equals(Set.of(TargetKind.NUMBER)),
                "--balance does not fit numbers, which have no classes; leave it out");
        Check.that(
                smoothing == 0 || kinds.contains(TargetKind.LABEL),
                "--label-smoothing is for data with one label a row; leave it out");
        Check.that(
                threshold.isEmpty() || kinds.contains(TargetKind.LABELS),
                "--threshold is for several labels a row (--label-separator); leave it out here");
    }

    InputChoice input() {
        InputChoice read = input.choice();
        return read.form(read.form().standardize(standardize)).augment(augment).draws(draws);
    }

    Optional<Precision> precision() {
        return precision(precision);
    }

    static Optional<Precision> precision(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.empty();
            case "fp32" -> Optional.of(Precision.FP32);
            case "bf16" -> Optional.of(Precision.BF16);
            default -> throw Check.unknown("precision", name, List.of("fp32", "bf16", "auto"));
        };
    }

    Features.Keep keep(Hub hub) {
        return cache
                ? new Features.Keep(Optional.of(hub.home().features()), Transfer.FEATURE_LIMIT)
                : Features.Keep.NOTHING;
    }

    static Optional<String> text(Optional<Path> path) {
        return path.map(Path::toString);
    }
}
