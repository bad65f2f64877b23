package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.FewShot;
import dev.graft.data.Modality;
import dev.graft.data.Text;
import dev.graft.evaluate.Evaluation;
import dev.graft.model.Model;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Few labels: 8 of each class, drawn as the MTEB benchmark draws them, by each strategy that is made for that, beside
 * the probe whose strength is chosen by folds. Every draw is measured on the whole test part. Then {@link LongTexts}.
 * Finished runs are kept; stopped, it goes on. Several processes share the runs.
 *
 * <p>Arguments: names of data sets; {@code draws=3 perClass=8} for others.
 */
public final class FewLabelsStudy {
    static final String BACKBONE = "all-minilm-l6-v2";
    static final String PROBE = "probe";
    static final String SECONDS = "processorSeconds";
    static final List<String> STRATEGIES =
            List.of(PROBE, "contrastive", "hybrid", "prototypes", "tip-adapter", TimedFit.AUTO);
    static final List<StudyData> DATA = List.of(StudyData.SST2, StudyData.TREC, StudyData.AG_NEWS, StudyData.BANKING77);
    static final long SEED = 42;
    static final int DRAWS = 10;
    private static final int PER_CLASS = 8;

    private final StudyOptions options;
    private final StudyRuns runs;
    private final Map<StudyData, EncodedTexts> tests = new EnumMap<>(StudyData.class);

    private FewLabelsStudy(StudyOptions options) throws IOException {
        this.options = options;
        this.runs = StudyRuns.of("few-labels");
    }

    public static void main(String[] arguments) throws IOException {
        List<String> names = new ArrayList<>(DATA.stream().map(StudyData::name).toList());
        names.add(StudyData.IMDB.name());
        new FewLabelsStudy(StudyOptions.parse(arguments, names, Map.of("draws", DRAWS, "perClass", PER_CLASS))).run();
    }

    private void run() throws IOException {
        List<StudyData> wanted =
                options.wanted().stream().map(StudyData::valueOf).toList();
        FewLabelsPage page = new FewLabelsPage(runs, perClass());
        if (wanted.contains(StudyData.IMDB)) {
            new LongTexts(runs).run();
            page.write();
        }
        for (int draw = 0; draw < options.number("draws"); draw++) {
            for (StudyData data : DATA.stream().filter(wanted::contains).toList()) {
                List<int[]> draws = FewShot.indices(data.train(), perClass(), draw + 1, SEED);
                for (String strategy : STRATEGIES) {
                    int number = draw;
                    runs.share(
                            run(data, perClass(), strategy, draw),
                            () -> learned(data, strategy, draws.get(number), number));
                    page.write();
                }
            }
        }
    }

    private int perClass() {
        return options.number("perClass");
    }

    static String run(StudyData data, int perClass, String strategy, int draw) {
        return data + " " + perClass + " a class " + strategy + " draw " + draw;
    }

    private Map<String, Object> learned(StudyData data, String strategy, int[] shots, int draw) throws IOException {
        Dataset<Text> train = data.train().subset(shots);
        TimedFit fit = TimedFit.of(Transfer.from(BACKBONE), strategy, Modality.TEXT, train, SEED + draw);
        try (Model model = fit.fitted().model()) {
            Evaluation evaluation = judged(model, data);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("accuracy", evaluation.value(evaluation.main()));
            figures.put(SECONDS, fit.processorSeconds());
            figures.put("train", train.size());
            figures.put("test", evaluation.examples());
            figures.putAll(fit.fitted().found());
            return figures;
        }
    }

    /** Texts are brought through the network anew only where it has been changed. */
    private Evaluation judged(Model model, StudyData data) throws IOException {
        if (!EncodedTexts.suffice(model)) {
            return Evaluation.of(model, data.test());
        }
        if (!tests.containsKey(data)) {
            tests.put(data, EncodedTexts.of(BACKBONE, data.test()));
        }
        return tests.get(data).judge(model);
    }
}
