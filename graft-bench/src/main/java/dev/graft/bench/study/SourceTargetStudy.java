package dev.graft.bench.study;

import dev.graft.backbone.Initialization;
import dev.graft.data.Dataset;
import dev.graft.data.FewShot;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.recipe.Recipe;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * From one set of pictures to another: a network that learned the source, as it is, tuned, or as the beginning of a
 * deeper one, beside the deeper one from scratch; against the number of examples. Finished runs are kept; stopped, it
 * goes on.
 *
 * <p>Arguments: names of the pairs; {@code seeds=3 sizes=5 steps=240} for less.
 */
public final class SourceTargetStudy {
    private static final List<SourcePair> PAIRS = List.of(SourcePair.values());
    private static final int BATCH = 32;
    private static final int LEAST_EPOCHS = 8;
    private static final int STEPS = 240;
    private static final int SOURCE_EPOCHS = 6;
    private static final Hub HUB = Hub.standard();
    private static final Path FOLDER = HUB.home().root().resolve("studies");

    /** How the target is learned. */
    private enum Way {
        PROBE("probe"),
        FINETUNE("fine-tuned"),
        BEGUN("begun by name and shape"),
        SCRATCH("from scratch");

        private final String title;

        Way(String title) {
            this.title = title;
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
                for (int size : pair.sizes().subList(0, options.number("sizes"))) {
                    int[] shots = FewShot.indices(train, size, seed + 1, 42).get(seed);
                    for (Way way : Way.values()) {
                        int number = seed;
                        runs.figures(run(pair, way, size, seed), () -> learned(pair, way, train, test, shots, number));
                        write();
                    }
                }
                probes.clear(); // features of one pair at a time
            }
        }
    }

    private static String run(SourcePair pair, Way way, int perClass, int seed) {
        return pair + " " + way + " " + perClass + " a class seed " + seed;
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
        Transfer transfer = transfer(pair, way, seed, figures).by(strategy(way, shots.length));
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

    private Transfer transfer(SourcePair pair, Way way, int seed, Map<String, Object> figures) throws IOException {
        if (way == Way.FINETUNE) {
            return source(pair).transfer(InputChoice.DEFAULTS);
        }
        Path file = FOLDER.resolve("beginning.safetensors");
        Optional<Path> from = way == Way.BEGUN ? Optional.of(weights(pair)) : Optional.empty();
        Optional<Initialization> taken = Beginnings.write(pair.begun(), from, 42 + seed, file);
        taken.ifPresent(initialization -> figures.put("taken", initialization.toString()));
        return new StudyNetwork("", pair.begun(), Optional.of(file), false).transfer(InputChoice.DEFAULTS);
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

    /** Trains on the source, once; how it does on both sets is a run of its own. */
    private Path bundle(SourcePair pair) throws IOException {
        ImageStudyData source = pair.source().orElseThrow();
        Path folder = FOLDER.resolve("source-" + pair.slug() + "-" + options.number("steps"));
        if (!Bundle.isAt(folder)) {
            Files.createDirectories(FOLDER);
            String epochs = Integer.toString(options.number("steps") == STEPS ? SOURCE_EPOCHS : 1);
            Strategy scratch = Recipe.strategy(
                    "scratch",
                    Modality.IMAGE,
                    Map.of("rate", "2e-3", "epochs", epochs, "batchSize", "64", "schedule", "cosine")
                            .entrySet());
            StudyNetwork shapes = // of the published weights: training from scratch forgets them
                    new StudyNetwork("", pair.pretrained(), Optional.of(pair.published()), false);
            try (Model model = shapes.transfer(InputChoice.DEFAULTS).by(scratch).fit(source.train(), 42)) {
                model.save(folder);
            }
        }
        runs.figures(pair + " source", () -> {
            try (Model model = Model.load(folder)) {
                Evaluation home = Evaluation.of(model, source.test());
                Evaluation abroad = Evaluation.of(model, pair.test());
                return Map.of("home", home.value(home.main()), "abroad", abroad.value(abroad.main()));
            }
        });
        return folder;
    }

    /** Both ways to begin a network have one recipe; a pretrained one is changed more slowly. */
    private Strategy strategy(Way way, int examples) {
        int stepsPerEpoch = (examples + BATCH - 1) / BATCH;
        int least = options.number("steps") == STEPS ? LEAST_EPOCHS : 1;
        int epochs = Math.max(least, (options.number("steps") + stepsPerEpoch - 1) / stepsPerEpoch);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rate", way == Way.FINETUNE ? "3e-4" : "1e-3");
        settings.put("headRate", way == Way.FINETUNE ? "10" : "1");
        settings.put("epochs", Integer.toString(epochs));
        settings.put("batchSize", Integer.toString(BATCH));
        settings.put("schedule", "cosine");
        settings.put("patience", Integer.toString(epochs));
        return Recipe.strategy("finetune", Modality.IMAGE, settings.entrySet());
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder("""
                Percent of right answers on the target's whole test part, mean of the seeds (each seed draws its own \
                examples). Probe and fine-tuned: the network that learned the source, frozen or all of it trained. Begun by \
                name and shape: a network, deeper but for the doodles, that takes from the source's file what fits, trained \
                by the very recipe of the one from scratch. No augmentation; a tenth of the examples chooses the epoch from \
                200 on.

                """);
        for (SourcePair pair : PAIRS) {
            List<LineChart.Line> lines = new ArrayList<>();
            StringBuilder rows = new StringBuilder();
            for (Way way : Way.values()) {
                List<LineChart.Point> points = points(pair, way);
                lines.add(new LineChart.Line(way.title, points));
                rows.append(row(pair, way));
            }
            if (lines.stream().anyMatch(line -> !line.points().isEmpty())) {
                Path chart = Path.of("docs", "charts", "source-target-" + pair.slug() + ".svg");
                Files.createDirectories(chart.getParent());
                new LineChart(pair.title(), lines).write(chart);
                text.append(head(pair)).append(rows).append(notes(pair));
                text.append("\n![").append(pair.title()).append("](charts/");
                text.append(chart.getFileName()).append(")\n\n");
            }
        }
        Results.section("source-target", "From one set of pictures to another", text.toString());
    }

    private static String head(SourcePair pair) {
        StringBuilder head = new StringBuilder("| " + pair.title() + ", examples a class |");
        pair.sizes().forEach(size -> head.append(" ").append(size).append(" |"));
        return head.append("\n| --- |")
                .append(" --- |".repeat(pair.sizes().size()))
                .append("\n")
                .toString();
    }

    private String row(SourcePair pair, Way way) {
        String network = way == Way.PROBE || way == Way.FINETUNE ? pair.pretrained() : pair.begun();
        StringBuilder row = new StringBuilder("| " + way.title + ", " + network + " |");
        for (int size : pair.sizes()) {
            double[] values = values(pair, way, size);
            row.append(
                    values.length == 0
                            ? " |"
                            : String.format(
                                    Locale.ROOT,
                                    " %.1f (%.1f to %.1f) |",
                                    100 * Arrays.stream(values).average().orElseThrow(),
                                    100 * Arrays.stream(values).min().orElseThrow(),
                                    100 * Arrays.stream(values).max().orElseThrow()));
        }
        return row.append("\n").toString();
    }

    /** What was copied, and how the source network does without having seen the target. */
    private String notes(SourcePair pair) {
        StringBuilder notes = new StringBuilder();
        Map<String, Object> begun = runs.known(run(pair, Way.BEGUN, pair.sizes().get(0), 0));
        if (begun != null) {
            notes.append("\nBegun by name and shape: ")
                    .append(begun.get("taken"))
                    .append(".\n");
        }
        Map<String, Object> source = runs.known(pair + " source");
        if (source != null) {
            notes.append(String.format(
                    Locale.ROOT,
                    "%nThe source network, trained by this study, has %.1f %% on its own test part and %.1f %% on the"
                            + " target's without having seen the target.%n",
                    100 * DrawFigures.number(source, "home"),
                    100 * DrawFigures.number(source, "abroad")));
        }
        return notes.toString();
    }

    private List<LineChart.Point> points(SourcePair pair, Way way) {
        List<LineChart.Point> points = new ArrayList<>();
        for (int size : pair.sizes()) {
            double[] values = values(pair, way, size);
            if (values.length > 0) {
                double examples = DrawFigures.number(runs.known(run(pair, way, size, 0)), "train");
                points.add(new LineChart.Point(
                        examples,
                        Arrays.stream(values).average().orElseThrow(),
                        Arrays.stream(values).min().orElseThrow(),
                        Arrays.stream(values).max().orElseThrow()));
            }
        }
        return points;
    }

    private double[] values(SourcePair pair, Way way, int size) {
        return IntStream.iterate(0, seed -> runs.known(run(pair, way, size, seed)) != null, seed -> seed + 1)
                .mapToDouble(seed -> DrawFigures.number(runs.known(run(pair, way, size, seed)), "accuracy"))
                .toArray();
    }
}
