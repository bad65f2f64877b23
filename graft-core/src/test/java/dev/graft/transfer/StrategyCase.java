package dev.graft.transfer;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.engine.Engine;
import dev.graft.image.Pixels;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Plan;
import dev.graft.train.RateFinder;
import dev.graft.vision.RandomWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A strategy of the catalogue at work on a network and data so small that a run is a matter of moments. */
record StrategyCase(Network network, Strategy strategy) {
    /** What it is tried on. */
    enum Network {
        TEXT(Modality.TEXT),
        CONVOLUTIONS(Modality.IMAGE),
        VISION_TRANSFORMER(Modality.IMAGE);

        private final Modality modality;

        Network(Modality modality) {
            this.modality = modality;
        }
    }

    static final long SEED = 5;
    private static final int PICTURES = 24;
    private static final int SIDE = 16;
    /** All of the catalogue, for texts and for pictures: two epochs of a few steps each. */
    static List<StrategyCase> all() {
        return Stream.of(Network.TEXT, Network.CONVOLUTIONS)
                .flatMap(StrategyCase::of)
                .filter(one -> one.network != Network.CONVOLUTIONS || !one.strategy.needsAttention())
                .toList();
    }

    /** Those that take parts of the network by what they are, on a vision transformer, which has others. */
    static List<StrategyCase> transformers() {
        Set<String> some = Set.of(
                "finetune",
                "gradual",
                "layerwise",
                "last-2",
                "bitfit",
                "norms",
                "lora",
                "dora",
                "ia3",
                "adapters",
                "prefix",
                "prompt");
        return of(Network.VISION_TRANSFORMER)
                .filter(one -> some.contains(one.strategy().name()))
                .toList();
    }

    /** Those that end with weights which are no epoch's. */
    static List<StrategyCase> finished() {
        return Stream.of(FineTune.DEFAULTS.with("average", 0.9), ProbeFineTune.DEFAULTS.with("mix", 0.5))
                .map(strategy -> new StrategyCase(Network.TEXT, small(strategy)))
                .toList();
    }

    private static Stream<StrategyCase> of(Network network) {
        return Strategies.all(network.modality).stream().map(strategy -> new StrategyCase(network, small(strategy)));
    }

    private static Strategy small(Strategy strategy) {
        Strategy small = strategy;
        Map<String, String> settings = Map.of(
                "epochs",
                "2",
                "batchSize",
                "8",
                "pairs",
                "1",
                "rank",
                "2",
                "stageDecay",
                "0.9"); // no step is rounded away
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            small = small.settings().containsKey(setting.getKey())
                    ? small.with(setting.getKey(), setting.getValue())
                    : small;
        }
        return small instanceof TipAdapter ? small.with("alpha", 1) : small; // which it may choose as 0
    }

    /** Whether it learns step by step, and not by a solution alone. */
    boolean steps(Path home) throws IOException {
        try (Backbone body = body(home)) {
            return RateFinder.phase(plan(home, body)) >= 0;
        }
    }

    Plan plan(Path home, Backbone body) throws IOException {
        return strategy.plan(body.stages(), Facts.of(data(home)));
    }

    /** Before its first step. */
    static Adapter adapter(Strategy strategy, Backbone body) {
        Engine.seed(SEED);
        return strategy.adapter().map(shape -> shape.on(body)).orElse(Adapter.NONE);
    }

    Backbone body(Path home) throws IOException {
        return transfer(home, Runs.quiet()).open();
    }

    Transfer transfer(Path home, Transfer.Run run) throws IOException {
        Transfer transfer = untaught(home, strategy, run);
        return strategy.needsTeacher()
                ? transfer.prior(Prior.NONE.teacher(Optional.of(teacher(home).toString())))
                : transfer;
    }

    private Transfer untaught(Path home, Strategy other, Transfer.Run run) throws IOException {
        return untouched(home).by(other).run(run);
    }

    private Transfer untouched(Path home) throws IOException {
        return switch (network) {
            case TEXT -> Transfer.from(tiny(home).toString());
            case CONVOLUTIONS -> Transfer.from("resnet20").weights(RandomWeights.of("resnet20", home));
            case VISION_TRANSFORMER ->
                Transfer.from("vit_ti_16")
                        .weights(RandomWeights.of("vit_ti_16", home))
                        .input(InputChoice.DEFAULTS.size(2 * SIDE)); // four patches
        };
    }

    /** A probe of the same data. */
    private Path teacher(Path home) throws IOException {
        Path bundle = home.resolve("teacher-" + network);
        if (!Files.exists(bundle)) {
            try (Model model =
                    untaught(home, LinearProbe.DEFAULTS, Runs.quiet()).fit(data(home), SEED)) {
                model.save(bundle);
            }
        }
        return bundle;
    }

    private static Path tiny(Path home) throws IOException {
        Path folder = home.resolve("tiny");
        return Files.exists(folder) ? folder : TinyEncoder.folder(folder, 3);
    }

    /** Messages of six classes, or stripes lying and standing. */
    Dataset<?> data(Path home) throws IOException {
        return network == Network.TEXT ? Messages.some(home, 14) : stripes();
    }

    private static Dataset<Image> stripes() {
        SplittableRandom random = new SplittableRandom(1);
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            byte[] data = new byte[3 * SIDE * SIDE];
            for (int p = 0; p < data.length; p++) {
                int along = i % 2 == 0 ? p / 3 % SIDE : p / 3 / SIDE;
                data[p] = (byte) ((along / 2 % 2 == 0 ? 60 : 180) + random.nextInt(40));
            }
            samples.add(new Sample<>(
                    Image.of(new Pixels(SIDE, SIDE, 3, data)), new Target.Label(i % 2 == 0 ? "a" : "b"), "" + i));
        }
        return new Samples<>("stripes", samples);
    }

    /** The weights that a run ends with, by the name of their file. */
    static Map<String, byte[]> weights(Fitted fitted, Path folder) throws IOException {
        try (Model model = fitted.model()) {
            return Runs.weights(model, folder);
        }
    }

    Fitted fit(Path home, Transfer.Run run) {
        try {
            return transfer(home, run).fit(data(home), Optional.empty(), SEED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return network + " " + strategy.name();
    }
}
