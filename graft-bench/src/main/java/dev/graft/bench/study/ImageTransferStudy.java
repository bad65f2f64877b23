package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.model.Model;
import dev.graft.recipe.Recipe;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What transfer brings to pictures: probes of several networks on stratified draws from four sets, scikit-learn's
 * logistic regression on the same features beside them; two of the networks trained further, and from scratch. Finished
 * runs are kept; stopped, it goes on.
 *
 * <p>Arguments: names of the sets; {@code draws=20 fits=5 peers=20 perClass=0} for less.
 */
public final class ImageTransferStudy {
    private static final List<ImageStudyData> SETS =
            List.of(ImageStudyData.FLOWERS, ImageStudyData.HYMENOPTERA, ImageStudyData.CIFAR10, ImageStudyData.USPS);
    private static final int USPS_TRAIN = 2000; // of 7,291: on all of them nothing is left to tell networks apart
    private static final int PEERS_ON_LARGE = 5; // scikit-learn takes minutes for each
    private static final int LARGE = 4000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Hub HUB = Hub.standard();

    private final StudyOptions options;
    private final StudyRuns runs;

    private ImageTransferStudy(StudyOptions options) throws IOException {
        this.options = options;
        String name = options.number("perClass") == 0
                ? "image-transfer"
                : "image-transfer-" + options.number("perClass") + "-small";
        this.runs = StudyRuns.of(name);
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, Integer> usual = new LinkedHashMap<>(Map.of("draws", 20, "fits", 5, "peers", 20, "perClass", 0));
        List<String> names = SETS.stream().map(ImageStudyData::name).toList();
        new ImageTransferStudy(StudyOptions.parse(arguments, names, usual)).run();
    }

    private void run() throws IOException {
        Optional<Python> python = Python.with("numpy", "sklearn");
        for (ImageStudyData set : wanted()) {
            Dataset<Image> all = ImageStudyData.first(set.all(), options.number("perClass"));
            Draws draws = draws(set, all);
            for (StudyNetwork network : StudyNetwork.ofImageNet()) {
                probes(set, network, all, draws, python);
                write();
            }
        }
        for (int fit = 0; fit < options.number("fits"); fit++) {
            for (ImageStudyData set : wanted()) {
                Dataset<Image> all = ImageStudyData.first(set.all(), options.number("perClass"));
                Draws draws = draws(set, all);
                for (StudyNetwork network : StudyNetwork.trained()) {
                    for (String strategy : List.of("finetune", "scratch")) {
                        int number = fit;
                        runs.figures(
                                run(set, network, strategy, fit),
                                () -> trained(set, network, strategy, all, draws.get(number), number));
                        write();
                    }
                }
            }
        }
    }

    private List<ImageStudyData> wanted() {
        return options.wanted().stream().map(ImageStudyData::valueOf).toList();
    }

    private static Draws draws(ImageStudyData set, Dataset<Image> all) throws IOException {
        double share =
                (double) set.train().size() / (set.train().size() + set.test().size());
        return new Draws(all, share, set == ImageStudyData.USPS ? USPS_TRAIN : 0);
    }

    private static String run(ImageStudyData set, StudyNetwork network, String strategy, int draw) {
        return set + " " + set.size() + " px " + network.title() + " " + strategy + " draw " + draw;
    }

    private void probes(
            ImageStudyData set, StudyNetwork network, Dataset<Image> all, Draws draws, Optional<Python> python)
            throws IOException {
        int last = options.number("draws") - 1;
        boolean done = runs.known(run(set, network, "probe", last)) != null
                && (python.isEmpty() || runs.known(run(set, network, "scikit", peers(draws) - 1)) != null);
        if (done) {
            return;
        }
        ProbeDraws probe = ProbeDraws.of(network, all, InputChoice.DEFAULTS.size(set.size()));
        for (int draw = 0; draw <= last; draw++) {
            Draws.Draw parts = draws.get(draw);
            runs.figures(run(set, network, "probe", draw), () -> probe.run(parts));
        }
        if (python.isPresent()) {
            beside(set, network, probe, draws, python.get());
        }
    }

    private int peers(Draws draws) throws IOException {
        int most = draws.get(0).train().length > LARGE ? PEERS_ON_LARGE : options.number("peers");
        return Math.min(most, options.number("draws"));
    }

    private void beside(ImageStudyData set, StudyNetwork network, ProbeDraws probe, Draws draws, Python python)
            throws IOException {
        List<ScikitProbe.Work> works = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int draw = 0; draw < peers(draws); draw++) {
            if (runs.known(run(set, network, "scikit", draw)) == null) {
                double strength = DrawFigures.number(runs.known(run(set, network, "probe", draw)), "strength");
                works.add(new ScikitProbe.Work(draws.get(draw), strength));
                numbers.add(draw);
            }
        }
        try (Python.Running running =
                probe.scikit().start(python, works, HUB.home().root().resolve("studies"))) {
            for (int i = 0; i < works.size(); i++) {
                Draws.Draw draw = works.get(i).draw();
                runs.figures(run(set, network, "scikit", numbers.get(i)), () -> {
                    JsonNode line = JSON.readTree(running.line());
                    return Map.of(
                            "usual", line.get("usual").asDouble(),
                            "same", line.get("same").asDouble(),
                            "converged", line.get("converged").asBoolean(),
                            "usualSeconds", line.get("usualSeconds").asDouble(),
                            "train", draw.train().length,
                            "test", draw.test().length);
                });
            }
        }
    }

    /** Of a tenth of the training part the best epoch is chosen; the test part chooses nothing. */
    private static Map<String, Object> trained(
            ImageStudyData set, StudyNetwork network, String strategy, Dataset<Image> all, Draws.Draw draw, long seed)
            throws IOException {
        InputChoice input = InputChoice.DEFAULTS.size(set.size()).augment(augment(set));
        try (Model model =
                network.transfer(input).by(strategy(set, strategy)).fit(all.subset(draw.train()), 42 + seed)) {
            Evaluation evaluation = Evaluation.of(model, all.subset(draw.test()));
            return Map.of(
                    "accuracy",
                    evaluation.value(evaluation.main()),
                    "train",
                    draw.train().length,
                    "test",
                    draw.test().length);
        }
    }

    private static String augment(ImageStudyData set) {
        return set == ImageStudyData.USPS ? "rotate=10,shift=0.1" : "crop=0.5,mirror";
    }

    /** The same settings for both networks. */
    private static Strategy strategy(ImageStudyData set, String name) {
        boolean large = set == ImageStudyData.CIFAR10;
        Map<String, String> settings = new LinkedHashMap<>();
        if (name.equals("finetune")) {
            settings.put("rate", "1e-4");
            settings.put("epochs", large ? "6" : "8");
            settings.put("headRate", "10");
            settings.put("patience", "100");
        } else {
            settings.put("rate", "1e-3");
            settings.put("epochs", large ? "12" : "16");
            settings.put("patience", "100");
        }
        settings.put("schedule", "cosine");
        return Recipe.strategy(name, Modality.IMAGE, settings.entrySet());
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder("""
                A draw is a stratified resplit of all pictures of a set, in the sizes of its own parts, pictures that are \
                nearly alike on one side; USPS trains on 2,000 of its part. Mean and deviation are over the draws, in \
                percent of right answers; the interval of the mean (95 %) allows for what the draws have in common (Nadeau \
                and Bengio, 2003). The probe chooses its strength C inside the training part. scikit-learn's \
                LogisticRegression (1,000 iterations at most) gets the same features and parts, at its usual C of 1 and at \
                the C that Graft chose; the differences are Graft's less scikit-learn's, in points, on the draws that both \
                had. Random weights take the statistics of their batch norm from the pictures. ImageNet knows both ants and bees (and daisies), so that its networks were trained on such classes.

                | pictures | network | draws | mean | deviation | interval | over scikit-learn, C = 1 | over scikit-learn, the same C |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (ImageStudyData set : SETS) {
            for (StudyNetwork network : StudyNetwork.ofImageNet()) {
                text.append(probeLine(set, network));
            }
        }
        text.append("""

                Trained further: all layers from the pretrained weights, or from random ones, by AdamW; rates, lengths and \
                augmentation are in the study's source. The last column is the mean over the probe of the same network on \
                the same draws, with its interval, in points.

                | pictures | network | strategy | draws | mean | deviation | interval | over the probe |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (ImageStudyData set : SETS) {
            for (StudyNetwork network : StudyNetwork.trained()) {
                text.append(trainedLine(set, network, "finetune"));
                text.append(trainedLine(set, network, "scratch"));
            }
        }
        Results.section("image-transfer", "What transfer brings to pictures", text.toString());
    }

    private List<Map<String, Object>> known(ImageStudyData set, StudyNetwork network, String strategy) {
        List<Map<String, Object>> known = new ArrayList<>();
        for (int draw = 0; runs.known(run(set, network, strategy, draw)) != null; draw++) {
            known.add(runs.known(run(set, network, strategy, draw)));
        }
        return known;
    }

    private String probeLine(ImageStudyData set, StudyNetwork network) {
        List<Map<String, Object>> probes = known(set, network, "probe");
        if (probes.isEmpty()) {
            return "";
        }
        DrawFigures ours = DrawFigures.of(probes, "accuracy");
        List<Map<String, Object>> peers = known(set, network, "scikit");
        String[] over = {"not run", "not run"};
        if (!peers.isEmpty()) {
            over[0] = ours.minus(DrawFigures.of(peers, "usual")).difference();
            over[1] = ours.minus(DrawFigures.of(peers, "same")).difference();
        }
        return String.format(
                Locale.ROOT,
                "| %s, %d px, %d to train on | %s | %d | %s | %s | %s |%n",
                set.title(),
                set.size(),
                (int) ours.train(),
                network.title(),
                probes.size(),
                ours.cells(),
                over[0],
                over[1]);
    }

    private String trainedLine(ImageStudyData set, StudyNetwork network, String strategy) {
        List<Map<String, Object>> known = known(set, network, strategy);
        List<Map<String, Object>> probes = known(set, network, "probe");
        if (known.isEmpty() || probes.isEmpty()) {
            return "";
        }
        DrawFigures ours = DrawFigures.of(known, "accuracy");
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %s | %s |%n",
                set.title(),
                network.title(),
                strategy,
                known.size(),
                ours.cells(),
                ours.minus(DrawFigures.of(probes, "accuracy")).difference());
    }
}
