package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.evaluate.Evaluation;
import dev.graft.model.Model;
import dev.graft.recipe.Recipe;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What transfer brings to pictures: probes of several networks on stratified draws from four sets, scikit-learn's
 * logistic regression on the same features beside them; two of the networks trained further, and from scratch. Finished
 * runs are kept; stopped, it goes on. Several processes share the fits.
 *
 * <p>Arguments: names of the sets; {@code draws=20 fits=5 peers=20 perClass=0} for less; {@code peers=0} goes without
 * scikit-learn.
 */
public final class ImageTransferStudy {
    static final List<ImageStudyData> SETS =
            List.of(ImageStudyData.FLOWERS, ImageStudyData.HYMENOPTERA, ImageStudyData.CIFAR10, ImageStudyData.USPS);
    private static final int USPS_TRAIN = 2000; // of 7,291: on all of them nothing is left to tell networks apart
    private static final int PEERS_ON_LARGE = 5; // scikit-learn takes minutes for each
    private static final int LARGE = 1500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StudyOptions options;
    private final StudyRuns runs;
    private final ImageTransferPage page;
    private final Map<ImageStudyData, Pictures> pictures = new EnumMap<>(ImageStudyData.class);

    /** A set, and how it is divided. */
    private record Pictures(Dataset<Image> all, Draws draws) {}

    private ImageTransferStudy(StudyOptions options) throws IOException {
        this.options = options;
        String name = options.number("perClass") == 0
                ? "image-transfer"
                : "image-transfer-" + options.number("perClass") + "-small";
        this.runs = StudyRuns.of(name);
        this.page = new ImageTransferPage(runs);
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, Integer> usual = new LinkedHashMap<>(Map.of("draws", 20, "fits", 5, "peers", 20, "perClass", 0));
        List<String> names = SETS.stream().map(ImageStudyData::name).toList();
        new ImageTransferStudy(StudyOptions.parse(arguments, names, usual)).run();
    }

    private void run() throws IOException {
        for (ImageStudyData set : wanted()) {
            for (StudyNetwork network : StudyNetwork.ofImageNet()) {
                probes(set, network);
                page.write();
            }
        }
        for (int fit = 0; fit < options.number("fits"); fit++) {
            for (ImageStudyData set : wanted()) {
                for (StudyNetwork network : StudyNetwork.trained()) {
                    for (String strategy : List.of("finetune", "scratch")) {
                        int number = fit;
                        runs.share(run(set, network, strategy, fit), () -> trained(set, network, strategy, number));
                        page.write();
                    }
                }
            }
        }
    }

    private static Python python() {
        return Python.with("numpy", "sklearn")
                .orElseThrow(() -> new IllegalStateException(
                        "no Python with scikit-learn is here; Debian's is python3-sklearn. peers=0 goes without it"));
    }

    private List<ImageStudyData> wanted() {
        return options.wanted().stream().map(ImageStudyData::valueOf).toList();
    }

    private Pictures pictures(ImageStudyData set) throws IOException {
        if (!pictures.containsKey(set)) {
            Dataset<Image> all = ImageStudyData.first(set.all(), options.number("perClass"));
            int train = set.train().size();
            double share = (double) train / (train + set.test().size());
            pictures.put(set, new Pictures(all, new Draws(all, share, set == ImageStudyData.USPS ? USPS_TRAIN : 0)));
        }
        return pictures.get(set);
    }

    static String run(ImageStudyData set, StudyNetwork network, String strategy, int draw) {
        return set + " " + set.size() + " px " + network.title() + " " + strategy + " draw " + draw;
    }

    private void probes(ImageStudyData set, StudyNetwork network) throws IOException {
        Draws draws = pictures(set).draws();
        int last = options.number("draws") - 1;
        boolean wanting =
                options.number("peers") > 0 && runs.known(run(set, network, "scikit", peers(draws) - 1)) == null;
        if (runs.known(run(set, network, "probe", last)) != null && !wanting) {
            return;
        }
        Optional<Python> python = wanting ? Optional.of(python()) : Optional.empty(); // before hours of work
        ProbeDraws probe = ProbeDraws.of(network, pictures(set).all(), InputChoice.DEFAULTS.size(set.size()));
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
        for (int draw = 0; draw < peers(draws); draw++) {
            String run = run(set, network, "scikit", draw);
            if (runs.known(run) == null) {
                double strength = DrawFigures.number(runs.known(run(set, network, "probe", draw)), "strength");
                works.add(new ScikitProbe.Work(run, draws.get(draw), strength));
            }
        }
        try (Python.Running running = probe.scikit().start(python, works)) {
            for (int i = 0; i < works.size(); i++) {
                JsonNode line = JSON.readTree(running.line());
                ScikitProbe.Work work = works.get(line.get("number").asInt());
                runs.figures(
                        work.run(),
                        () -> Map.of(
                                "usual", line.get("usual").asDouble(),
                                "same", line.get("same").asDouble(),
                                "converged", line.get("converged").asBoolean(),
                                "usualSeconds", line.get("usualSeconds").asDouble(),
                                "train", work.draw().train().length,
                                "test", work.draw().test().length));
            }
        }
    }

    /** Of a tenth of the training part the best epoch is chosen; the test part chooses nothing. */
    private Map<String, Object> trained(ImageStudyData set, StudyNetwork network, String strategy, int number)
            throws IOException {
        Dataset<Image> all = pictures(set).all();
        Draws.Draw draw = pictures(set).draws().get(number);
        InputChoice input = InputChoice.DEFAULTS.size(set.size()).augment(augment(set));
        try (Model model =
                network.transfer(input).by(strategy(set, strategy)).fit(all.subset(draw.train()), 42 + number)) {
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

    /** As Graft has them; but from scratch for about half of the usual epochs, which take hours more. */
    private static Strategy strategy(ImageStudyData set, String name) {
        Map<String, String> settings = name.equals("finetune")
                ? Map.of()
                : Map.of(
                        "rate",
                        "1e-3",
                        "epochs",
                        set == ImageStudyData.CIFAR10 ? "12" : "16",
                        "schedule",
                        "cosine",
                        "patience",
                        "100");
        return Recipe.strategy(name, Modality.IMAGE, settings.entrySet());
    }
}
