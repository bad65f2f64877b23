package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.FewShot;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.engine.Precision;
import dev.graft.evaluate.Evaluation;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.recipe.Recipe;
import dev.graft.train.Progress;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * From one set of pictures to another: a network that learned the source, as it is, tuned, or as the beginning of a
 * deeper one, each beside the same architecture from scratch; against the number of examples. Finished runs are kept;
 * stopped, it goes on.
 *
 * <p>Arguments: names of the pairs; {@code seeds=3 sizes=5 steps=240} for less.
 */
public final class SourceTargetStudy {
    private static final List<SourcePair> PAIRS = List.of(SourcePair.values());
    private static final int BATCH = 32;
    private static final int LEAST_EPOCHS = 8;
    private static final int STEPS = 240;
    private static final int SOURCE_EPOCHS = 6;

    /** How the target is learned. */
    enum Way {
        PROBE("probe", SourcePair::pretrained),
        FINETUNE("fine-tuned", SourcePair::pretrained),
        SCRATCH("from scratch", SourcePair::pretrained),
        BEGUN("begun", SourcePair::begun),
        DEEPER("from scratch", SourcePair::begun);

        private final String title;
        private final Function<SourcePair, String> architecture;

        Way(String title, Function<SourcePair, String> architecture) {
            this.title = title;
            this.architecture = architecture;
        }

        /** In tables and charts of a pair. */
        String title(SourcePair pair) {
            return title + ", " + architecture(pair);
        }

        String architecture(SourcePair pair) {
            return architecture.apply(pair);
        }

        /** All of them, but for the deeper network where there is none. */
        static List<Way> of(SourcePair pair) {
            boolean deeper = !pair.begun().equals(pair.pretrained());
            return Arrays.stream(values())
                    .filter(way -> deeper || way != DEEPER)
                    .toList();
        }
    }

    private final StudyOptions options;
    private final StudyRuns runs;
    private final Map<SourcePair, ProbeDraws> probes = new LinkedHashMap<>();

    private SourceTargetStudy(StudyOptions options) throws IOException {
        this.options = options;
        String small = options.number("steps") == STEPS ? "" : "-" + options.number("steps") + "-steps-small";
        this.runs = StudyRuns.of("source-target" + small);
    }

    public static void main(String[] arguments) throws IOException {
        List<String> names = PAIRS.stream().map(SourcePair::name).toList();
        Map<String, Integer> usual = Map.of("seeds", 3, "sizes", 5, "steps", STEPS);
        new SourceTargetStudy(StudyOptions.parse(arguments, names, usual)).run();
    }

    private void run() throws IOException {
        List<SourcePair> wanted =
                options.wanted().stream().map(SourcePair::valueOf).toList();
        for (int seed = 0; seed < options.number("seeds"); seed++) {
            for (SourcePair pair : wanted) {
                Dataset<Image> train = pair.train();
                Dataset<Image> test = pair.test();
                asItIs(pair);
                for (int size : pair.sizes().subList(0, options.number("sizes"))) {
                    int[] shots = FewShot.indices(train, size, seed + 1, 42).get(seed);
                    for (Way way : Way.of(pair)) {
                        int number = seed;
                        runs.figures(run(pair, way, size, seed), () -> learned(pair, way, train, test, shots, number));
                        new SourceTargetPage(runs).write();
                    }
                }
                probes.clear(); // features of one pair at a time
            }
        }
    }

    static String run(SourcePair pair, Way way, int perClass, int seed) {
        return pair + " " + way + " " + perClass + " a class seed " + seed;
    }

    static String asItIsRun(SourcePair pair) {
        return pair + " as it is";
    }

    /** A published network that knows the target's very classes, nothing trained. */
    private void asItIs(SourcePair pair) throws IOException {
        if (pair == SourcePair.CIFAR_JPEG) {
            runs.figures(asItIsRun(pair), ZooStudy.RESNET20::run);
        }
    }

    private Map<String, Object> learned(
            SourcePair pair, Way way, Dataset<Image> train, Dataset<Image> test, int[] shots, int seed)
            throws IOException {
        if (way == Way.PROBE) {
            int[] asked =
                    IntStream.range(train.size(), train.size() + test.size()).toArray();
            return probe(pair, train, test).run(new Draws.Draw(shots, asked));
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        Transfer transfer = transfer(pair, way, figures).by(strategy(way, shots.length));
        try (Model model = transfer.fit(train.subset(shots), 42 + seed)) {
            Evaluation evaluation = Evaluation.of(model, test);
            figures.put("accuracy", evaluation.value(evaluation.main()));
        }
        figures.put("train", shots.length);
        return figures;
    }

    private ProbeDraws probe(SourcePair pair, Dataset<Image> train, Dataset<Image> test) throws IOException {
        if (!probes.containsKey(pair)) {
            List<Sample<Image>> all = new ArrayList<>(ImageStudyData.samples(train));
            all.addAll(ImageStudyData.samples(test));
            probes.put(pair, ProbeDraws.of(source(pair), new Samples<>(pair.title(), all), InputChoice.DEFAULTS));
        }
        return probes.get(pair);
    }

    /** @param figures get what a network that is begun took over */
    private Transfer transfer(SourcePair pair, Way way, Map<String, Object> figures) throws IOException {
        if (way == Way.FINETUNE) {
            return exact(source(pair));
        }
        Transfer random = exact(new StudyNetwork("", way.architecture(pair), Optional.empty(), false));
        return way == Way.BEGUN
                ? random.prior(Prior.NONE.init(Optional.of(weights(pair).toString())))
                        .run(random.run().told(new Taken(figures)))
                : random;
    }

    /** In fp32, in which the published weights were trained. */
    private static Transfer exact(StudyNetwork network) {
        Transfer usual = network.transfer(InputChoice.DEFAULTS);
        Transfer.Run run = usual.run();
        return usual.run(new Transfer.Run(
                run.hub(), Optional.of(Precision.FP32), run.keep(), run.checkpoints(), run.resume(), run.progress()));
    }

    /** Keeps the first line of what is said of an initialization. */
    private record Taken(Map<String, Object> figures) implements Progress {
        @Override
        public void note(String text) {
            figures.putIfAbsent("taken", text);
        }
    }

    /** The network that has learned the source. */
    private StudyNetwork source(SourcePair pair) throws IOException {
        return pair.source().isPresent()
                ? new StudyNetwork("", bundle(pair).toString(), Optional.empty(), false)
                : new StudyNetwork("", pair.pretrained(), Optional.of(pair.published()), false);
    }

    private Path weights(SourcePair pair) throws IOException {
        return pair.source().isPresent() ? bundle(pair).resolve("model.safetensors") : pair.published();
    }

    static String sourceRun(SourcePair pair) {
        return pair + " source";
    }

    /** Trains on the source, once; how it does on both sets is a run of its own. */
    private Path bundle(SourcePair pair) throws IOException {
        ImageStudyData source = pair.source().orElseThrow();
        Path folder = StudyFolder.place().resolve("source-" + pair.slug() + "-" + options.number("steps"));
        if (!Bundle.isAt(folder)) {
            String epochs = Integer.toString(options.number("steps") == STEPS ? SOURCE_EPOCHS : 1);
            Strategy scratch = Recipe.strategy(
                    "scratch",
                    Modality.IMAGE,
                    Map.of("rate", "2e-3", "epochs", epochs, "batchSize", "64", "schedule", "cosine")
                            .entrySet());
            StudyNetwork shapes = // of the published weights: training from scratch forgets them
                    new StudyNetwork("", pair.pretrained(), Optional.of(pair.published()), false);
            try (Model model = exact(shapes).by(scratch).fit(source.train(), 42)) {
                model.save(folder);
            }
        }
        runs.figures(sourceRun(pair), () -> {
            try (Model model = Model.load(folder)) {
                Evaluation home = Evaluation.of(model, source.test());
                Evaluation abroad = Evaluation.of(model, pair.test());
                return Map.of("home", home.value(home.main()), "abroad", abroad.value(abroad.main()));
            }
        });
        return folder;
    }

    /**
     * A network that begins at random, in part or in whole, is trained by one recipe, and its norms learn; a pretrained
     * one is changed more slowly and keeps the statistics of its norms.
     */
    private Strategy strategy(Way way, int examples) {
        boolean pretrained = way == Way.FINETUNE;
        int stepsPerEpoch = (examples + BATCH - 1) / BATCH;
        int least = options.number("steps") == STEPS ? LEAST_EPOCHS : 1;
        int epochs = Math.max(least, (options.number("steps") + stepsPerEpoch - 1) / stepsPerEpoch);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rate", pretrained ? "3e-4" : "1e-3");
        settings.put("headRate", pretrained ? "10" : "1");
        settings.put("epochs", Integer.toString(epochs));
        settings.put("batchSize", Integer.toString(BATCH));
        settings.put("schedule", "cosine");
        settings.put("warmup", "0.1");
        settings.put("weightDecay", "0.01");
        settings.put("patience", Integer.toString(epochs));
        if (pretrained || way == Way.BEGUN) {
            settings.put("fixedNorms", Boolean.toString(pretrained));
            return Recipe.strategy("finetune", Modality.IMAGE, settings.entrySet());
        }
        return Recipe.strategy("scratch", Modality.IMAGE, settings.entrySet()); // whose norms always learn
    }
}
