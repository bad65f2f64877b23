package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.base.BadArgument;
import dev.graft.base.Shape;
import dev.graft.data.Dataset;
import dev.graft.data.Folds;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.MapPooling;
import dev.graft.data.Modality;
import dev.graft.data.PictureForm;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.evaluate.CrossValidation;
import dev.graft.hub.Hub;
import dev.graft.image.ChannelStatistics;
import dev.graft.image.Pixels;
import dev.graft.image.Preparation;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.train.Progress;
import dev.graft.vision.Architectures;
import dev.graft.vision.RandomWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks for pictures that are taken otherwise than they state. */
class PictureFormTest {
    private static final long SEED = 5;
    private static final PictureForm FLAT = PictureForm.STATED.pooling(MapPooling.FLAT);

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Dataset<Image> pictures;

    @BeforeAll
    static void drawsPictures() {
        Engine.threads(2);
        SplittableRandom random = new SplittableRandom(1);
        List<Sample<Image>> samples = new ArrayList<>();
        for (int n = 0; n < 24; n++) {
            byte[] data = new byte[20 * 24 * 3];
            random.nextBytes(data);
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) ((data[i] & 0x7f) + (n % 2 == 0 ? 0 : 60 + 20 * (i % 3)));
            }
            Target label = new Target.Label(n % 2 == 0 ? "dark" : "light");
            samples.add(new Sample<>(Image.of(new Pixels(24, 20, 3, data)), label, "picture " + n));
        }
        pictures = new Samples<>("pictures", samples);
    }

    private static Transfer from(String architecture, int size, PictureForm form) throws IOException {
        return Transfer.from(architecture)
                .weights(RandomWeights.of(architecture, home))
                .input(InputChoice.DEFAULTS.size(size).form(form))
                .run(Runs.quiet());
    }

    /** With the network that Graft carries. */
    private static Transfer carried(PictureForm form) {
        return Transfer.from(Catalog.DEFAULT_IMAGE)
                .input(InputChoice.DEFAULTS.size(16).form(form))
                .run(Runs.quiet());
    }

    private static Strategy brief(Strategy strategy) {
        return strategy.with("epochs", 1).with("leastSteps", 0);
    }

    private static void mustAnswerAlike(Model one, Model other) throws IOException {
        for (int i = 0; i < 4; i++) {
            Image picture = pictures.get(i).input();
            assertThat(((Prediction.OneOf) other.predict(picture)).probabilities())
                    .containsExactly(((Prediction.OneOf) one.predict(picture)).probabilities(), within(1e-6f));
        }
    }

    @Test
    void aHeadOnTheFlatMapOfVggIsTrainedSavedAndReadBackAsKerasHasIt() throws IOException {
        Strategy head =
                Strategies.named("probe", Modality.IMAGE).with("hidden", 16).with("epochs", 2);
        try (Model model = from("vgg16", 64, FLAT).by(head).fit(pictures, SEED)) {
            assertThat(model.body().width()).isEqualTo(512 * 2 * 2);
            assertThat(model.output().head().named().values())
                    .anyMatch(tensor -> tensor.shape().equals(new Shape(16, 2048)));
            model.save(temp.resolve("flat"));
            try (Model loaded = Model.load(temp.resolve("flat"))) {
                assertThat(loaded.body().width()).isEqualTo(2048);
                mustAnswerAlike(model, loaded);
            }
        }
        assertThat(temp.resolve("flat/config.json")).content().contains("\"global_pool\" : \"flat\"", ": 2048");
        try (Backbone next = Catalog.open(temp.resolve("flat").toString(), Hub.standard())) {
            assertThat(next.input(next.input().with(InputChoice.DEFAULTS)).width())
                    .isEqualTo(512 * 2 * 2);
            assertThat(next.input(next.input()
                                    .with(InputChoice.DEFAULTS.form(PictureForm.STATED.pooling(MapPooling.OWN))))
                            .width())
                    .isEqualTo(512);
        }
    }

    @Test
    void flatFeaturesAreTheWholeMapAndKeptApartFromItsMean() throws IOException {
        Features.Keep keep = new Features.Keep(Optional.of(temp.resolve("features")), 1 << 30);
        Transfer.Run run = new Transfer.Run(
                Hub.standard(), Optional.of(Precision.FP32), keep, Optional.empty(), false, Progress.SILENT);

        Fitted mean = from("resnet20", 32, PictureForm.STATED).run(run).fit(pictures, Optional.empty(), SEED);
        Fitted flat = from("resnet20", 32, FLAT).run(run).fit(pictures, Optional.empty(), SEED);
        Fitted again = from("resnet20", 32, FLAT).run(run).fit(pictures, Optional.empty(), SEED);

        try (Model first = mean.model();
                Model second = flat.model();
                Model third = again.model()) {
            assertThat(first.body().width()).isEqualTo(64);
            assertThat(second.body().width()).isEqualTo(64 * 8 * 8);
            mustAnswerAlike(second, third);
        }
        assertThat(flat.cacheHits()).isZero();
        assertThat(again.cacheHits()).isEqualTo(pictures.size());
    }

    @Test
    void allOfANetworkLearnsUnderAHeadOnItsFlatMap() throws IOException {
        for (Strategy strategy : List.of(FineTune.PICTURES, L2Sp.PICTURES, Delta.PICTURES)) {
            Strategy shorter = strategy.with("epochs", 1).with("leastSteps", 0);
            try (Model model = from("resnet20", 32, FLAT).by(shorter).fit(pictures, SEED)) {
                model.save(temp.resolve(strategy.name()));
                try (Model loaded = Model.load(temp.resolve(strategy.name()))) {
                    mustAnswerAlike(model, loaded);
                }
            }
        }
    }

    @Test
    void flatMapsDoNotGrow() {
        assertThatThrownBy(() -> ImageInput.of(Architectures.named("resnet20").preparation())
                        .with(InputChoice.DEFAULTS.from(16).form(FLAT)))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("--from-size is for maps that are pooled");
    }

    // ---- the data's own statistics

    private static final PictureForm STANDARDIZED = PictureForm.STATED.standardize(true);

    /** In two passes over the values that the network reads, in double. */
    private static List<double[]> byHand(Preparation preparation, Dataset<Image> of) throws IOException {
        double[] mean = new double[3];
        double[] deviation = new double[3];
        List<byte[]> squares = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            squares.add(preparation.square(of.get(i).input().pixels()).data());
        }
        double each = squares.size() * squares.get(0).length / 3.0;
        for (byte[] square : squares) {
            for (int i = 0; i < square.length; i++) {
                mean[i % 3] += (square[i] & 0xff) / 255.0 / each;
            }
        }
        for (byte[] square : squares) {
            for (int i = 0; i < square.length; i++) {
                deviation[i % 3] += Math.pow((square[i] & 0xff) / 255.0 - mean[i % 3], 2) / each;
            }
        }
        for (int c = 0; c < 3; c++) {
            deviation[c] = Math.sqrt(deviation[c]);
        }
        return List.of(mean, deviation);
    }

    private static void mustBe(Preparation given, List<double[]> wanted) {
        for (int c = 0; c < 3; c++) {
            assertThat(given.mean().get(c)).isEqualTo(wanted.get(0)[c], within(1e-12));
            assertThat(given.deviation().get(c)).isEqualTo(wanted.get(1)[c], within(1e-12));
        }
    }

    @Test
    void picturesAreStandardizedByTheStatisticsOfTheTrainingPartWhichTheBundleKeeps() throws IOException {
        try (Model model =
                from("resnet20", 16, STANDARDIZED).by(brief(FineTune.PICTURES)).fit(pictures, SEED)) {
            Preparation used = ((ImageInput) model.body().input()).preparation();
            mustBe(used, byHand(used, pictures));
            model.save(temp.resolve("own"));
            try (Model loaded = Model.load(temp.resolve("own"))) {
                assertThat(((ImageInput) loaded.body().input()).preparation()).isEqualTo(used);
                mustAnswerAlike(model, loaded);
            }
            try (Backbone next = Catalog.open(temp.resolve("own").toString(), Hub.standard())) {
                assertThat(((ImageInput) next.input()).preparation().mean()).isEqualTo(used.mean());
            }
        }
    }

    @Test
    void aHeadOverANetworkThatIsOnlyNamedKeepsTheStatisticsToo() throws IOException {
        try (Model model = carried(STANDARDIZED).fit(pictures, SEED)) {
            model.save(temp.resolve("head"));
            assertThat(temp.resolve("head/model.safetensors")).doesNotExist();
            Preparation used = ((ImageInput) model.body().input()).preparation();
            mustBe(used, byHand(used, pictures));
            try (Model loaded = Model.load(temp.resolve("head"))) {
                assertThat(((ImageInput) loaded.body().input()).preparation()).isEqualTo(used);
                mustAnswerAlike(model, loaded);
            }
        }
    }

    @Test
    void eachFoldIsStandardizedByItsOwnTrainingPart() throws IOException {
        Dataset<Image> first = pictures.subset(IntStream.range(0, 12).toArray());
        try (Model model = from("resnet20", 16, STANDARDIZED).fit(first, SEED)) {
            Preparation used = ((ImageInput) model.body().input()).preparation();
            mustBe(used, byHand(used, first));
        }
        CrossValidation judged =
                CrossValidate.folds(from("resnet20", 16, STANDARDIZED), pictures, new Folds(2, 1), SEED);
        assertThat(judged.metrics().get("accuracy").mean()).isEqualTo(1);
    }

    @Test
    void aChannelThatIsAlwaysTheSameIsOnlyShifted() {
        ChannelStatistics.Counter counter = new ChannelStatistics.Counter(1);
        counter.add(new Pixels(2, 1, 1, new byte[] {51, 51}));
        assertThat(counter.statistics()).isEqualTo(new ChannelStatistics(List.of(0.2), List.of(1.0)));
        counter.add(new Pixels(2, 1, 1, new byte[] {(byte) 255, (byte) 255}));
        assertThat(counter.statistics().mean().get(0)).isEqualTo(0.6, within(1e-12));
        assertThat(counter.statistics().deviation().get(0)).isEqualTo(0.4, within(1e-12));
    }

    // ---- other channels

    private static final PictureForm GREY = PictureForm.STATED.channels(1);

    @Test
    void aNetworkForGreyPicturesHasTheSumsOfTheKernelsForColoredOnes() throws IOException {
        try (Backbone colored = from("resnet20", 16, PictureForm.STATED).open();
                Backbone grey = from("resnet20", 16, GREY).open();
                Scope scope = Scope.open()) {
            assertThat(((ImageInput) grey.input()).preparation().channels()).isEqualTo(1);
            assertThat(((ImageInput) grey.input()).preparation().mean().get(0))
                    .isEqualTo((0.485 + 0.456 + 0.406) / 3, within(1e-12));
            colored.state().forEach((name, wanted) -> {
                boolean first = wanted.shape().rank() == 4 && wanted.size(1) == 3;
                Tensor kernels = first ? wanted.sum(1, true) : wanted;
                assertThat(grey.state().get(name).sameAs(kernels)).as(name).isTrue();
            });
        }
    }

    @Test
    void aNetworkForGreyPicturesLearnsIsSavedAndReadBack() throws IOException {
        try (Model model =
                from("resnet20", 16, GREY).by(brief(FineTune.PICTURES)).fit(pictures, SEED)) {
            model.save(temp.resolve("grey"));
            try (Model loaded = Model.load(temp.resolve("grey"))) {
                assertThat(((ImageInput) loaded.body().input()).preparation().channels())
                        .isEqualTo(1);
                mustAnswerAlike(model, loaded);
            }
        }
        try (Model head = carried(GREY).fit(pictures, SEED)) {
            head.save(temp.resolve("head of grey"));
            assertThat(temp.resolve("head of grey/model.safetensors")).doesNotExist();
            try (Model loaded = Model.load(temp.resolve("head of grey"))) {
                mustAnswerAlike(head, loaded);
            }
            try (Model colored = carried(PictureForm.STATED).fit(pictures, SEED)) {
                assertThatThrownBy(() -> Bundle.load(temp.resolve("head of grey"), colored.body()))
                        .hasMessageContaining("this one reads pictures of 3 channels, not of 1");
            }
        }
    }

    @Test
    void aNetworkForGreyPicturesBeginsAtRandomToo() throws IOException {
        Transfer scratch = Transfer.from("resnet20")
                .by(brief(Scratch.PICTURES))
                .input(InputChoice.DEFAULTS.size(16).form(GREY.standardize(true)))
                .run(Runs.quiet());
        try (Model model = scratch.fit(pictures, SEED)) {
            assertThat(model.body().state().values())
                    .anyMatch(tensor -> tensor.shape().equals(new Shape(16, 1, 3, 3)));
            assertThat(((ImageInput) model.body().input()).preparation().mean()).hasSize(1);
        }
    }
}
