package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadArgument;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Labels;
import dev.graft.data.Modality;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.evaluate.Baseline;
import dev.graft.evaluate.TfIdf;
import dev.graft.hub.Hub;
import dev.graft.metric.Accuracy;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.testing.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that are found without steps, beside the probe. */
class FrozenHeadsTest {
    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Dataset<Text> messages;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        messages = Messages.some(home, 4);
    }

    private static Fitted fit(Strategy strategy, Dataset<Text> data) throws IOException {
        return Transfer.from(home.resolve("tiny").toString())
                .by(strategy)
                .run(Runs.quiet())
                .fit(data, Optional.empty(), 5);
    }

    private static float[][] features(Dataset<Text> data) throws IOException {
        try (Backbone body = Catalog.open(home.resolve("tiny").toString(), Hub.standard())) {
            return Features.of(
                            body,
                            PreparedSet.of(body.input(), data),
                            body.stages().count(),
                            Precision.FP32,
                            Features.Keep.NOTHING,
                            done -> {})
                    .rows();
        }
    }

    private static List<Text> texts(Dataset<Text> data) throws IOException {
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            texts.add(data.get(i).input());
        }
        return texts;
    }

    private static double accuracy(Model model, Dataset<Text> data) throws IOException {
        PreparedSet prepared = PreparedSet.of(model.body().input(), data);
        return new Accuracy().of(model.task().score(model.predict(prepared), prepared.targets()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"euclidean", "cosine"})
    void aPrototypeIsTheMeanOfItsClassAndTheNearestAnswers(String distance) throws IOException {
        boolean cosine = distance.equals("cosine");
        Labels labels = Labels.of(messages);
        double[][] means = new double[labels.size()][];
        float[][] rows = features(messages);
        double[] sizes = new double[labels.size()];
        for (int i = 0; i < rows.length; i++) {
            int c = labels.index(messages.target(i).classes().get(0));
            means[c] = means[c] == null ? new double[rows[i].length] : means[c];
            double length = cosine ? length(rows[i]) : 1;
            sizes[c]++;
            for (int j = 0; j < rows[i].length; j++) {
                means[c][j] += rows[i][j] / length;
            }
        }
        try (Model model = fit(new Prototypes(distance, 1), messages).model()) {
            List<Prediction> answers = model.predict(texts(messages));
            for (int i = 0; i < rows.length; i++) {
                double[] near = new double[labels.size()];
                double sum = 0;
                for (int c = 0; c < near.length; c++) {
                    near[c] = Math.exp(cosine ? cosine(rows[i], means[c]) : -distance(rows[i], means[c], sizes[c]));
                    sum += near[c];
                }
                float[] given = ((Prediction.OneOf) answers.get(i)).probabilities();
                for (int c = 0; c < near.length; c++) {
                    assertThat((double) given[c]).as("text %d", i).isEqualTo(near[c] / sum, within(1e-4));
                }
            }
        }
    }

    private static double length(float[] row) {
        double square = 0;
        for (float x : row) {
            square += x * x;
        }
        return Math.sqrt(square);
    }

    private static double cosine(float[] row, double[] mean) {
        double dot = 0;
        double square = 0;
        for (int j = 0; j < row.length; j++) {
            dot += row[j] * mean[j];
            square += mean[j] * mean[j];
        }
        return dot / Math.sqrt(square) / length(row);
    }

    private static double distance(float[] row, double[] sum, double size) {
        double square = 0;
        for (int j = 0; j < row.length; j++) {
            square += (row[j] - sum[j] / size) * (row[j] - sum[j] / size);
        }
        return square;
    }

    @Test
    void aCacheOfNoWeightIsTheProbe() throws IOException {
        try (Model probe = fit(new LinearProbe(10, List.of(), LinearProbe.DEFAULTS.steps()), messages)
                        .model();
                Model cache = fit(new TipAdapter(10, 1e-9, 1), messages).model();
                Model heavy = fit(new TipAdapter(10, 100, 1e5), messages).model()) {
            List<Prediction> wanted = probe.predict(texts(messages));
            List<Prediction> given = cache.predict(texts(messages));
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(given.get(i).isNear(wanted.get(i), 1e-5)).isTrue();
            }
            assertThat(accuracy(heavy, messages)).isEqualTo(1); // a training text is most like itself
        }
    }

    /** Labels hang on a word that the tiny encoder's features hardly hold, among others that say nothing. */
    private Dataset<Text> wordy(int count, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        String[] fill = {"my", "parcel", "has", "not", "come", "when", "will", "you", "send", "it", "please", "today"};
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = 0; i < count; i++) {
            boolean yes = i % 2 == 0;
            StringBuilder text = new StringBuilder();
            int at = random.nextInt(8);
            for (int w = 0; w < 8; w++) {
                text.append(w == at ? (yes ? "zebra" : "quagga") : fill[random.nextInt(fill.length)])
                        .append(' ');
            }
            csv.append(text).append(i).append(',').append(yes ? "yes" : "no").append('\n');
        }
        return TextTable.open(Files.writeString(temp.resolve("wordy" + seed + ".csv"), csv));
    }

    @Test
    void theHybridReadsWordsThatTheFeaturesDoNotHold() throws IOException {
        Dataset<Text> train = wordy(80, 1);
        Dataset<Text> test = wordy(100, 2);
        Fitted hybrid = fit(Hybrid.DEFAULTS, train);
        try (Model model = hybrid.model();
                Model probe = fit(LinearProbe.DEFAULTS, train).model()) {
            assertThat(accuracy(model, test)).isGreaterThanOrEqualTo(0.98);
            assertThat(accuracy(probe, test)).isLessThan(0.9);
            assertThat((double) hybrid.found().get("termWeight"))
                    .isGreaterThan((double) hybrid.found().get("featureWeight"));
        }
    }

    @Test
    void theHybridIsTheWeightedSumOfTheProbeAndTheBaseline() throws IOException {
        OneLabel task = new OneLabel(Labels.of(messages));
        Dataset<Text> test = Messages.some(home, 7);
        Baseline.Answers words = new TfIdf(true, 2, 10).answers(messages, test, task, 5);
        Fitted fitted = fit(new Hybrid(false, true, 2, 10, 10), messages);
        try (Model model = fitted.model();
                Model probe = fit(new LinearProbe(10, List.of(), LinearProbe.DEFAULTS.steps()), messages)
                        .model()) {
            double first = (double) fitted.found().get("featureWeight");
            double second = (double) fitted.found().get("termWeight");
            assertThat(first + second).isPositive();
            List<Prediction> answers = model.predict(texts(test));
            List<Prediction> features = probe.predict(texts(test));
            for (int i = 0; i < answers.size(); i++) {
                float[] wanted =
                        product(features.get(i), first, words.predictions().get(i), second);
                assertThat(((Prediction.OneOf) answers.get(i)).probabilities())
                        .as("text %d", i)
                        .containsExactly(wanted, within(1e-3f));
            }
        }
    }

    /** A weighted sum of scores is a product of probabilities to the powers of the weights. */
    private static float[] product(Prediction a, double first, Prediction b, double second) {
        float[] one = ((Prediction.OneOf) a).probabilities();
        float[] other = ((Prediction.OneOf) b).probabilities();
        float[] product = new float[one.length];
        double sum = 0;
        for (int c = 0; c < product.length; c++) {
            product[c] = (float) (Math.pow(one[c], first) * Math.pow(other[c], second));
            sum += product[c];
        }
        for (int c = 0; c < product.length; c++) {
            product[c] /= (float) sum;
        }
        return product;
    }

    @Test
    void aBundleOfAHybridAnswersRawTextInAnotherProcess() throws Exception {
        Dataset<Text> train = wordy(80, 1);
        Text asked = Text.of("please send the quagga today " + "my parcel has not come ".repeat(30)); // windows, too
        try (Model model = fit(Hybrid.DEFAULTS, train).model()) {
            model.save(temp.resolve("bundle"));
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Asked.class.getName(),
                            temp.resolve("bundle").toString(),
                            asked.first())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(other.waitFor()).as(said).isZero();
            float wanted = ((Prediction.OneOf) model.predict(asked)).probabilities()[0];
            assertThat(Float.parseFloat(said.strip().lines().reduce((a, b) -> b).orElse("")))
                    .isEqualTo(wanted, within(1e-6f));
        }
    }

    /** BUNDLE TEXT: says the probability of the first class. */
    static final class Asked {
        public static void main(String[] args) throws IOException {
            try (Model model = Model.load(Path.of(args[0]))) {
                System.out.println(((Prediction.OneOf) model.predict(Text.of(args[1]))).probabilities()[0]);
            }
        }
    }

    @Test
    void whatLooksAtClassesRefusesSeveralLabelsInOneLine() {
        Facts numbers = new Facts(9, Optional.of(dev.graft.data.TargetKind.NUMBER), java.util.Map.of(), 0, 0, 1, 2);
        for (String name : List.of("contrastive", "prototypes", "tip-adapter")) {
            assertThatThrownBy(() -> Strategies.named(name, Modality.TEXT)
                            .plan(dev.graft.backbone.Stages.named("layer"), numbers))
                    .isInstanceOf(BadArgument.class)
                    .hasMessage("strategy " + name + " needs one label for each example; choose --strategy probe or"
                            + " finetune");
        }
    }

    @Test
    void theHybridIsForTexts() {
        assertThatThrownBy(() -> Strategies.named("hybrid", Modality.IMAGE))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("is for texts");
        assertThatThrownBy(() -> new Prototypes("euclidian", 1)).hasMessageContaining("did you mean 'euclidean'");
    }
}
