package dev.graft.bench.study;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.bench.peers.CarriedEncoder;
import dev.graft.bench.peers.Form;
import dev.graft.bench.peers.OnnxRuntimeEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.FewShot;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.model.OneLabel;
import dev.graft.nn.Flow;
import dev.graft.train.HeadProblem;
import dev.graft.train.LabelledRows;
import dev.graft.train.LinearData;
import dev.graft.train.LinearFit;
import dev.graft.train.Logistic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The few-shot protocol of the MTEB benchmark, to the text: 8 examples per class, 10 draws, logistic regression with C =
 * 1 on frozen features. The published answers are known draw by draw.
 */
public final class FewShotStudy {
    /** Right answers of 3,080 in each draw of the published run of all-MiniLM-L6-v2 on Banking77. */
    static final int[] PUBLISHED = {2458, 2469, 2504, 2481, 2439, 2479, 2436, 2430, 2492, 2465};

    private static final String BGE_RAW = "bge-small-en-v1.5, features not normalised";
    private static final String MINILM_INT8 = "all-minilm-l6-v2, quantised to int8, by ONNX Runtime";
    private static final int LONGEST = 256; // tokens, as the encoder's own recipe says
    private static final int PER_CLASS = 8;
    private static final int DRAWS = 10;
    private static final long SEED = 42;
    private static final double STRENGTH = 1;
    private static final double SCIKIT_TOLERANCE = 1e-4;

    private FewShotStudy() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, int[]> right = new LinkedHashMap<>();
        for (String backbone : List.of("all-minilm-l6-v2", "bge-small-en-v1.5")) {
            right.put(backbone, rightAnswers(backbone, Hub.standard()));
        }
        right.put(BGE_RAW, rightAnswers("bge-small-en-v1.5", Hub.standard(), FewShotStudy::firstTokens));
        try (OnnxRuntimeEncoder int8 = OnnxRuntimeEncoder.open(CarriedEncoder.MINILM_INT8, Form.parse("2x1"))) {
            right.put(
                    MINILM_INT8,
                    rightAnswers(
                            "all-minilm-l6-v2",
                            Hub.standard(),
                            (backbone, data) -> int8.encode(texts(data), 32, LONGEST)));
        }
        int total = StudyData.BANKING77.test().size();
        StringBuilder text =
                new StringBuilder("| encoder | right of " + total + " in each of 10 draws | mean | published |\n");
        text.append("| --- | --- | --- | --- |\n");
        right.forEach((backbone, counts) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %.2f %% | %s |%n",
                backbone,
                Arrays.toString(counts),
                100 * Arrays.stream(counts).average().orElse(0) / total,
                backbone.equals("all-minilm-l6-v2")
                        ? Arrays.toString(PUBLISHED) + ", 80.04 %"
                        : backbone.startsWith("bge") ? "85.74 %" : "")));
        Results.section(FewShotStudy.class, "few-shot", "Few labels: MTEB's protocol on Banking77", text.toString());
        System.out.print(text);
    }

    /** How texts become features. */
    private interface Encoding {
        float[][] of(Backbone backbone, Dataset<Text> data) throws IOException;
    }

    /** Right answers on the test part in each draw. */
    static int[] rightAnswers(String name, Hub hub) throws IOException {
        return rightAnswers(name, hub, (backbone, data) -> features(backbone, data, hub));
    }

    private static int[] rightAnswers(String name, Hub hub, Encoding encoding) throws IOException {
        Dataset<Text> train = StudyData.BANKING77.train();
        Dataset<Text> test = StudyData.BANKING77.test();
        List<int[]> draws = FewShot.indices(train, PER_CLASS, DRAWS, SEED);
        HeadProblem problem = HeadProblem.of(new OneLabel(Labels.of(train)));
        try (Backbone backbone = Catalog.open(name, hub)) {
            float[][] asked = encoding.of(backbone, test);
            int[] right = new int[DRAWS];
            for (int d = 0; d < DRAWS; d++) {
                Dataset<Text> shots = train.subset(draws.get(d));
                float[][] rows = encoding.of(backbone, shots);
                right[d] = right(fit(problem, rows, targets(shots), backbone.width()), asked, problem, targets(test));
            }
            return right;
        }
    }

    /** Stops where scikit-learn's default stops, which is before the optimum. */
    private static LinearFit fit(HeadProblem problem, float[][] rows, List<Target> targets, int width) {
        try (LinearData data = problem.data(
                new LabelledRows(rows, targets, IntStream.range(0, rows.length).toArray()))) {
            return Logistic.fit(data, STRENGTH, problem.start(width), SCIKIT_TOLERANCE);
        }
    }

    private static float[][] features(Backbone backbone, Dataset<Text> texts, Hub hub) throws IOException {
        PreparedSet data = PreparedSet.of(backbone.input(), texts);
        Features.Keep keep = new Features.Keep(java.util.Optional.of(hub.home().features()), 1L << 32);
        return Features.of(backbone, data, backbone.stages().count(), Precision.FP32, keep, done -> {})
                .rows();
    }

    /** The first token's vector as it is: published figures of bge were made without normalising. */
    private static float[][] firstTokens(Backbone backbone, Dataset<Text> texts) throws IOException {
        PreparedSet data = PreparedSet.of(backbone.input(), texts);
        float[][] rows = new float[data.size()][];
        List<int[]> batches = data.byLength(32);
        Parallel.run(batches.size(), b -> {
            int[] batch = batches.get(b);
            Flow out = backbone.run(
                    data.batch(batch).inputs(), 0, backbone.stages().count());
            float[] all = out.get(Flow.HIDDEN).select(1, 0).contiguous().toFloats();
            for (int i = 0; i < batch.length; i++) {
                rows[batch[i]] = Arrays.copyOfRange(all, i * backbone.width(), (i + 1) * backbone.width());
            }
        });
        return rows;
    }

    private static List<String> texts(Dataset<Text> data) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            texts.add(data.get(i).input().first());
        }
        return texts;
    }

    private static List<Target> targets(Dataset<Text> data) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            targets.add(data.target(i));
        }
        return targets;
    }

    private static int right(LinearFit fit, float[][] rows, HeadProblem problem, List<Target> targets) {
        OneLabel task = (OneLabel) problem.task();
        int right = 0;
        for (int i = 0; i < rows.length; i++) {
            double[] scores = fit.scores(rows[i]);
            int best = 0;
            for (int c = 1; c < scores.length; c++) {
                best = scores[c] > scores[best] ? c : best;
            }
            right += best == task.index(targets.get(i)) ? 1 : 0;
        }
        return right;
    }
}
