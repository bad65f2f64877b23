package dev.graft.bench.study;

import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Modality;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.evaluate.Baseline;
import dev.graft.evaluate.Baselines;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.metric.Interval;
import dev.graft.model.Model;
import dev.graft.model.Task;
import dev.graft.recipe.Recipe;
import dev.graft.train.Progress;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What transfer brings: majority, TF-IDF, training from scratch, probe and fine-tuning on four tasks, what trains by
 * steps over three seeds. Finished runs are kept; stopped, it goes on. Arguments choose data sets and backbones by name;
 * {@code seed=0} to {@code seed=2} makes the runs of one seed, so that processes may share the work.
 */
public final class TransferStudy {
    private static final List<StudyData> DATA =
            List.of(StudyData.SST2, StudyData.TREC, StudyData.AG_NEWS, StudyData.HOTELS);
    private static final List<String> BACKBONES = List.of("all-minilm-l6-v2", "bge-small-en-v1.5", "bge-small-zh-v1.5");
    private static final int SEEDS = 3;
    private static final List<String> SETS = DATA.stream().map(StudyData::name).toList();
    private static final List<String> NETWORKS =
            BACKBONES.stream().map(TransferStudy::upper).toList();
    private static final Hub HUB = Hub.standard();

    private TransferStudy() {}

    /** A strategy on a data set; each line of the table. */
    private record Row(StudyData data, String backbone, String name, Map<String, String> settings, int seeds) {
        Strategy strategy() {
            return Recipe.strategy(name, Modality.TEXT, settings.entrySet());
        }

        boolean among(StudyOptions options) {
            return chosen(options, SETS, data.name()) && chosen(options, NETWORKS, upper(backbone));
        }

        String run(int seed) {
            return data + " " + backbone + " " + name + " " + settings + " seed " + seed;
        }
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (StudyData data : DATA) {
            boolean chinese = data == StudyData.HOTELS;
            for (String backbone : chinese ? BACKBONES.subList(2, 3) : BACKBONES.subList(0, 2)) {
                rows.add(new Row(data, backbone, "probe", Map.of(), 1));
                rows.add(new Row(
                        data,
                        backbone,
                        "finetune",
                        data == StudyData.TREC ? settings("rate", "1e-4", "epochs", "4") : Map.of(),
                        SEEDS));
                rows.add(new Row(data, backbone, "scratch", settings("epochs", "5"), SEEDS));
                if (!backbone.equals("bge-small-en-v1.5")) {
                    // the default of before, at which one seed of three does not start
                    rows.add(new Row(data, backbone, "scratch", settings("rate", "3e-4", "epochs", "5"), SEEDS));
                }
            }
        }
        return rows;
    }

    private static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    public static void main(String[] arguments) throws IOException {
        StudyRuns runs = StudyRuns.of("transfer");
        List<String> names = new ArrayList<>(SETS);
        names.addAll(NETWORKS);
        StudyOptions options = StudyOptions.parse(arguments, names, Map.of("seed", -1));
        for (StudyData data : DATA) {
            if (chosen(options, SETS, data.name())) {
                baselines(runs, data);
            }
        }
        for (int seed = 0; seed < SEEDS; seed++) {
            for (Row row : rows()) {
                int number = seed;
                boolean now = options.number("seed") == -1 || options.number("seed") == seed;
                if (now && row.among(options) && seed < row.seeds()) {
                    runs.figures(row.run(seed), () -> trained(row, number));
                    write(runs);
                }
            }
        }
    }

    /** Whether the arguments, some of which may be of another kind, choose this one of a kind: all where they name none. */
    private static boolean chosen(StudyOptions options, List<String> kind, String one) {
        return options.wanted().contains(one) || options.wanted().stream().noneMatch(kind::contains);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    static void baselines(StudyRuns runs, StudyData data) throws IOException {
        for (Baseline baseline : Baselines.of(data.train())) {
            runs.figures(data + " " + baseline.name(), () -> {
                Dataset<Text> train = data.train();
                Dataset<Text> test = data.test();
                Task task = TaskChoice.DEFAULTS.of(train, Facts.of(train));
                List<Target> targets = new ArrayList<>();
                for (int i = 0; i < test.size(); i++) {
                    targets.add(test.target(i));
                }
                return figures(Evaluation.of(
                        task, baseline.answers(train, test, task, 42).predictions(), targets, 0, 0));
            });
        }
    }

    private static Map<String, Object> trained(Row row, int seed) throws IOException {
        Transfer transfer = Transfer.from(row.backbone())
                .by(row.strategy())
                .run(new Transfer.Run(
                        HUB,
                        Optional.empty(),
                        new Features.Keep(Optional.of(HUB.home().features()), Transfer.FEATURE_LIMIT),
                        Optional.empty(),
                        false,
                        Progress.SILENT));
        try (Model model = transfer.fit(row.data().train(), 42 + seed)) {
            return figures(Evaluation.of(model, row.data().test()));
        }
    }

    static Map<String, Object> figures(Evaluation evaluation) {
        Interval interval = evaluation.interval(evaluation.main());
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("accuracy", evaluation.value(evaluation.main()));
        figures.put("low", interval.low());
        figures.put("high", interval.high());
        return figures;
    }

    private static void write(StudyRuns runs) throws IOException {
        StringBuilder text = new StringBuilder("""
                Accuracy on the test part; over seeds the mean, with each seed's value. Nothing was chosen by the test \
                part. The interval is that of the first seed (Wilson, 95 %). Training computes in what is fastest on this \
                processor; runs of before, in fp32, are named in the last column. From scratch is 5 epochs at the default of \
                1e-4, or at 3e-4 where that stands there: the default of before, at which one run in three of MiniLM stayed at \
                the majority on SST-2, and bge's (twelve layers, read at its first token alone) too.

                | data | backbone | strategy | accuracy | each seed | interval | in fp32 |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (StudyData data : DATA) {
            for (Baseline baseline : Baselines.ALL) {
                Map<String, Object> known = runs.known(data + " " + baseline.name());
                if (known != null) {
                    text.append(line(data, "", baseline.name(), List.of(known)));
                }
            }
            for (Row row : rows()) {
                List<Map<String, Object>> known = IntStream.range(0, row.seeds())
                        .mapToObj(seed -> runs.known(row.run(seed)))
                        .filter(Objects::nonNull)
                        .toList();
                if (row.data() == data && !known.isEmpty()) {
                    String settings = row.settings().isEmpty() ? "" : " " + row.settings();
                    text.append(line(data, row.backbone(), row.name() + settings, known));
                }
            }
        }
        Results.section(TransferStudy.class, "transfer", "What transfer brings", text + runs.failures());
    }

    /** Runs of before say where their figures are from. */
    private static String inFp32(List<Map<String, Object>> seeds) {
        long earlier = seeds.stream().filter(seed -> seed.containsKey("source")).count();
        return earlier == 0 ? "" : earlier == seeds.size() ? "all" : "the first seed";
    }

    private static String line(StudyData data, String backbone, String strategy, List<Map<String, Object>> seeds) {
        List<String> each = seeds.stream()
                .map(seed -> String.format(Locale.ROOT, "%.4f", DrawFigures.number(seed, "accuracy")))
                .toList();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.4f | %s | %.4f to %.4f | %s |%n",
                data.title(),
                backbone,
                strategy,
                seeds.stream()
                        .mapToDouble(seed -> DrawFigures.number(seed, "accuracy"))
                        .average()
                        .orElseThrow(),
                String.join(", ", each),
                DrawFigures.number(seeds.get(0), "low"),
                DrawFigures.number(seeds.get(0), "high"),
                inFp32(seeds));
    }
}
