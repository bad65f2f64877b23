package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.FewShot;
import dev.graft.data.Modality;
import dev.graft.data.Text;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.model.Model;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Few labels: 8 of each class, drawn as the MTEB benchmark draws them, by each strategy that is made for that, beside
 * the probe whose strength is chosen by folds. Every draw is measured on the whole test part. Finished runs are kept;
 * stopped, it goes on.
 *
 * <p>Arguments: names of data sets; {@code draws=3 perClass=8} for others.
 */
public final class FewLabelsStudy {
    private static final String BACKBONE = "all-minilm-l6-v2";
    private static final String PROBE = "probe";
    private static final List<String> STRATEGIES =
            List.of(PROBE, "contrastive", "hybrid", "prototypes", "tip-adapter", "auto");
    private static final List<StudyData> DATA =
            List.of(StudyData.SST2, StudyData.TREC, StudyData.AG_NEWS, StudyData.BANKING77);
    private static final int DRAWS = 10;
    private static final int PER_CLASS = 8;
    private static final long SEED = 42;

    private final StudyOptions options;
    private final StudyRuns runs;

    private FewLabelsStudy(StudyOptions options) throws IOException {
        this.options = options;
        this.runs =
                new StudyRuns(Hub.standard().home().root().resolve("studies").resolve("few-labels.json"));
    }

    public static void main(String[] arguments) throws IOException {
        List<String> names = DATA.stream().map(StudyData::name).toList();
        new FewLabelsStudy(StudyOptions.parse(arguments, names, Map.of("draws", DRAWS, "perClass", PER_CLASS))).run();
    }

    private void run() throws IOException {
        List<StudyData> wanted =
                options.wanted().stream().map(StudyData::valueOf).toList();
        for (int draw = 0; draw < options.number("draws"); draw++) {
            for (StudyData data : wanted) {
                List<int[]> draws = FewShot.indices(data.train(), perClass(), draw + 1, SEED);
                for (String strategy : STRATEGIES) {
                    int number = draw;
                    runs.figures(name(data, strategy, draw), () -> learned(data, strategy, draws.get(number), number));
                    write();
                }
            }
        }
    }

    private int perClass() {
        return options.number("perClass");
    }

    private String name(StudyData data, String strategy, int draw) {
        return data + " " + perClass() + " a class " + strategy + " draw " + draw;
    }

    private static Map<String, Object> learned(StudyData data, String strategy, int[] shots, int draw)
            throws IOException {
        Dataset<Text> train = data.train().subset(shots);
        Dataset<Text> test = data.test();
        Fitted fitted = Transfer.from(BACKBONE)
                .by(Strategies.named(strategy, Modality.TEXT))
                .fit(train, Optional.empty(), SEED + draw);
        try (Model model = fitted.model()) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put(
                    "accuracy",
                    Evaluation.of(model, test).value(model.task().metrics().get(0)));
            figures.put("training", fitted.seconds());
            figures.put("train", train.size());
            figures.put("test", test.size());
            figures.putAll(fitted.found());
            return figures;
        }
    }

    /** The draws of a strategy that are known, from the first on. */
    private List<Map<String, Object>> known(StudyData data, String strategy) {
        List<Map<String, Object>> known = new ArrayList<>();
        for (int draw = 0; draw < DRAWS && runs.known(name(data, strategy, draw)) != null; draw++) {
            known.add(runs.known(name(data, strategy, draw)));
        }
        return known;
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d labelled texts of each class, drawn as MTEB draws them, `%s`, accuracy on the whole test part in"
                        + " percent; the probe's strength is chosen by folds inside the draw, and nothing by the test"
                        + " part. `auto` is what Graft does where no strategy is named.%n%n",
                perClass(),
                BACKBONE));
        text.append(
                "| data | strategy | draws | mean | deviation | over the probe on the same draws, points | seconds to"
                        + " train |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        for (StudyData data : DATA) {
            for (String strategy : STRATEGIES) {
                List<Map<String, Object>> known = known(data, strategy);
                if (!known.isEmpty()) {
                    text.append(line(data, strategy, known));
                }
            }
        }
        for (String strategy : STRATEGIES.subList(1, STRATEGIES.size())) {
            gain(strategy).ifPresent(text::append);
        }
        Results.section("few-labels", "Few labels: " + perClass() + " of each class", text.toString());
    }

    private String line(StudyData data, String strategy, List<Map<String, Object>> known) {
        DrawFigures accuracy = DrawFigures.of(known, "accuracy");
        List<Map<String, Object>> probe = known(data, PROBE);
        String gain = strategy.equals(PROBE) || probe.isEmpty()
                ? ""
                : accuracy.minus(DrawFigures.of(probe, "accuracy")).difference();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.2f | %.2f | %s | %.1f |%n",
                data.title(),
                strategy,
                known.size(),
                100 * accuracy.mean(),
                100 * accuracy.deviation(),
                gain,
                DrawFigures.of(known, "training").mean());
    }

    /** Over the mean of all data sets, where all have been drawn. */
    private Optional<String> gain(String strategy) {
        double[] gains = DATA.stream()
                .filter(data -> !known(data, strategy).isEmpty())
                .mapToDouble(data -> DrawFigures.of(known(data, strategy), "accuracy")
                        .minus(DrawFigures.of(known(data, PROBE), "accuracy"))
                        .mean())
                .toArray();
        return gains.length < DATA.size()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%nOn the mean of the four, %s gains %+.2f points over the probe; at least %+.2f on each.%n",
                        strategy,
                        100 * Arrays.stream(gains).average().orElse(0),
                        100 * Arrays.stream(gains).min().orElse(0)));
    }
}
