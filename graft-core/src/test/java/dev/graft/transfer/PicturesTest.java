package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.base.BadArgument;
import dev.graft.base.DType;
import dev.graft.data.Image;
import dev.graft.data.ImageFolder;
import dev.graft.data.ImageSet;
import dev.graft.data.InputChoice;
import dev.graft.data.Labels;
import dev.graft.data.Modality;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.evaluate.Baseline;
import dev.graft.evaluate.Baselines;
import dev.graft.evaluate.Evaluation;
import dev.graft.evaluate.SmallPixels;
import dev.graft.hub.Hub;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import dev.graft.metric.Accuracy;
import dev.graft.model.Merge;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import dev.graft.nn.StateDict;
import dev.graft.train.Progress;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that texts have, pictures have: from a folder of files to a model. */
class PicturesTest {
    private static final long SEED = 3;
    private static final int SIDE = 20;
    private static final String NETWORK = "resnet20";

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Path weights;

    static List<Strategy> strategies() {
        return Strategies.all(Modality.IMAGE).stream()
                .filter(strategy -> !strategy.needsAttention())
                .map(strategy -> with(strategy, "epochs", "2"))
                .map(strategy -> with(strategy, "leastSteps", "0"))
                .map(strategy -> with(strategy, "pairs", "1"))
                .toList();
    }

    /** Shorter, where it can be. */
    private static Strategy with(Strategy strategy, String component, String value) {
        return strategy.settings().containsKey(component) ? strategy.with(component, value) : strategy;
    }

    @BeforeAll
    static void drawsPicturesAndAnUntrainedNetwork() throws IOException {
        Engine.threads(2);
        SplittableRandom random = new SplittableRandom(1);
        for (String kind : List.of("lying", "standing", "even")) {
            Files.createDirectories(home.resolve("photos").resolve(kind));
            for (int i = 0; i < 24; i++) {
                Files.write(home.resolve("photos/" + kind + "/" + i + ".png"), PictureFile.png(stripes(kind, random)));
            }
        }
        weights = home.resolve("random.safetensors");
        try (Network network = Architectures.named(NETWORK).builder().build(3, 0);
                OutputStream out = Files.newOutputStream(weights)) {
            network.begin(7);
            assertThat(network.named().values())
                    .anyMatch(tensor -> tensor.dtype() != DType.F32); // batch norm counts its batches
            StateDict.write(out, Map.of(), network.named());
        }
        try (Model teacher = transfer(LinearProbe.DEFAULTS).fit(photos(), SEED)) {
            teacher.save(home.resolve("teacher"));
        }
    }

    /** Stripes of one direction or none, of a random color and phase, in noise. */
    private static Pixels stripes(String kind, SplittableRandom random) {
        byte[] data = new byte[SIDE * SIDE * 3];
        int phase = random.nextInt(4);
        int[] color = {random.nextInt(80, 160), random.nextInt(80, 160), random.nextInt(80, 160)};
        for (int i = 0; i < data.length; i++) {
            int place = kind.equals("lying") ? i / 3 / SIDE : i / 3 % SIDE;
            int light = kind.equals("even") ? 0 : (place + phase) % 4 < 2 ? 70 : -70;
            data[i] = (byte) (color[i % 3] + light + random.nextInt(-20, 20));
        }
        return new Pixels(SIDE, SIDE, 3, data);
    }

    private static ImageSet photos() throws IOException {
        return ImageFolder.open(home.resolve("photos"));
    }

    private static Transfer transfer(Strategy strategy) {
        Optional<String> teacher =
                Optional.of(home.resolve("teacher").toString()).filter(bundle -> strategy.needsTeacher());
        return Transfer.from(NETWORK)
                .weights(weights)
                .by(strategy)
                .prior(Prior.NONE.teacher(teacher))
                .run(Runs.quiet());
    }

    @Test
    void aHeadOnFixedFeaturesTellsThemApart() throws IOException {
        var parts = photos().split(0.7, SEED);

        try (Model model = transfer(LinearProbe.DEFAULTS).fit(parts.train(), SEED)) {
            assertThat(Evaluation.of(model, parts.test()).value(new Accuracy())).isGreaterThan(0.9);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void answersTheSameAfterASaveAndALoadAndIsABackboneForTheNext(Strategy strategy) throws IOException {
        List<Image> pictures = List.of(
                Image.of(home.resolve("photos/lying/0.png")),
                Image.of(new Pixels(40, 9, 1, new byte[360])),
                Image.of(home.resolve("photos/even/1.png")));
        try (Model model = transfer(strategy).fit(photos(), SEED)) {
            model.save(temp.resolve("bundle"));
            try (Model loaded = Model.load(temp.resolve("bundle"))) {
                List<Prediction> wanted = model.predict(pictures);
                List<Prediction> given = loaded.predict(pictures);
                for (int i = 0; i < pictures.size(); i++) {
                    assertThat(((Prediction.OneOf) given.get(i)).probabilities())
                            .containsExactly(((Prediction.OneOf) wanted.get(i)).probabilities(), within(1e-6f));
                }
            }
        }
        Transfer after = Transfer.from(temp.resolve("bundle").toString()).run(Runs.quiet());
        if (strategy.adapter().isPresent()) {
            assertThatThrownBy(() -> after.fit(photos(), SEED)).hasMessageContaining("holds an adapter");
            return;
        }
        try (Model next = after.fit(photos(), SEED)) {
            assertThat(next.body().width()).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void givesTheSameBytesFromTheSameSeedThoughPicturesAreVaried(Strategy strategy) throws IOException {
        assertThat(bytes(strategy, "once")).isEqualTo(bytes(strategy, "again"));
    }

    private List<Integer> bytes(Strategy strategy, String folder) throws IOException {
        Transfer varied = transfer(strategy).input(InputChoice.DEFAULTS.augment("light,mixup=0.3"));
        try (Model model = varied.fit(photos(), SEED)) {
            return Runs.weights(model, temp.resolve(folder)).values().stream()
                    .map(java.util.Arrays::hashCode)
                    .toList();
        }
    }

    /** Frozen convolutions run folded with their norms and packed: both must follow the weights, there and back. */
    @Test
    void answersTheSameWithAnAdapterMergedIntoItsConvolutionsAndBack() throws IOException {
        List<Image> pictures =
                List.of(Image.of(home.resolve("photos/lying/0.png")), Image.of(home.resolve("photos/standing/1.png")));
        for (Strategy lora : List.of(Lora.PICTURES, Lora.PICTURES.dora())) {
            try (Model model = transfer(with(lora, "epochs", "4")).fit(photos(), SEED)) {
                float[][] wanted = answers(model, pictures);
                Model bare =
                        Model.of(model.body(), model.task(), model.output().head(), Precision.FP32, model.provenance());
                float[][] before = answers(bare, pictures);
                assertThat(before).isNotEqualTo(wanted);
                try (Merge merge = Merge.of(model)) {
                    float[][] merged = answers(merge.model(), pictures);
                    for (int i = 0; i < wanted.length; i++) {
                        assertThat(merged[i]).containsExactly(wanted[i], within(1e-5f));
                    }
                }
                assertThat(answers(bare, pictures)).isDeepEqualTo(before);
                assertThat(answers(model, pictures)).isDeepEqualTo(wanted);
            }
        }
    }

    /** Layers narrower than the rank are left out and said; where none is left there is nothing to learn. */
    @Test
    void aRankThatLayersDoNotHaveIsSaidOrRefused() throws IOException {
        List<String> notes = new ArrayList<>();
        Progress noting = new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        Transfer wide = transfer(with(with(Lora.PICTURES, "epochs", "1"), "rank", "24"));
        wide.run(wide.run().told(noting)).fit(photos(), SEED).close();
        assertThat(notes).anyMatch(note -> note.matches("rank 24 is above the width of \\d+ of \\d+ layers, which.*"));
        assertThatThrownBy(() -> transfer(with(Lora.PICTURES, "rank", "100000")).fit(photos(), SEED))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("rank 100000 is above the width of every layer of");
    }

    private static float[][] answers(Model model, List<Image> pictures) {
        return model.predict(pictures).stream()
                .map(answer -> ((Prediction.OneOf) answer).probabilities())
                .toArray(float[][]::new);
    }

    @Test
    void aRunThatWasInterruptedEndsWithTheBitsOfOneThatWasNot() throws IOException {
        Strategy strategy = FineTune.PICTURES.with("epochs", 6);
        Path snapshot = temp.resolve("snapshot");
        Path checkpoints = temp.resolve("checkpoints");
        int[] steps = new int[1];
        Progress copying = new Progress() {
            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps[0] == 14) { // of 18; saved after the fourth epoch
                    Runs.copied(checkpoints, snapshot);
                }
            }
        };

        Map<String, byte[]> whole = resumable(strategy, checkpoints, copying);
        List<String> notes = new ArrayList<>();
        Map<String, byte[]> resumed = resumable(strategy, snapshot, new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });

        assertThat(notes).containsExactly("goes on at step 12");
        whole.forEach((name, wanted) -> assertThat(resumed.get(name)).as(name).isEqualTo(wanted));
    }

    private Map<String, byte[]> resumable(Strategy strategy, Path checkpoints, Progress progress) throws IOException {
        Transfer run = transfer(strategy)
                .input(InputChoice.DEFAULTS.augment("standard,cutmix"))
                .run(Runs.with(checkpoints, true, progress));
        try (Model model = run.fit(photos(), SEED)) {
            return Runs.weights(model, temp.resolve("weights"));
        }
    }

    @Test
    void whatAFrozenNetworkMakesOfEachDrawIsKept() throws IOException {
        Features.Keep keep = new Features.Keep(Optional.of(temp.resolve("features")), 1 << 30);
        Transfer varied = Transfer.from(NETWORK)
                .weights(weights)
                .input(InputChoice.DEFAULTS.augment("light").draws(3))
                .run(new Transfer.Run(
                        Hub.standard(), Optional.of(Precision.FP32), keep, Optional.empty(), false, Progress.SILENT));

        Fitted first = varied.fit(photos(), Optional.empty(), SEED);
        Fitted second = varied.fit(photos(), Optional.empty(), SEED);
        first.model().close();
        second.model().close();

        assertThat(first.cacheHits()).isZero();
        assertThat(second.cacheHits()).isEqualTo(3 * photos().size());
    }

    /** Where the heap has no room at all, the same bits come from the disk; lost there, they are computed again. */
    @Test
    void whatMemoryHasNoRoomForIsReadFromTheDisk() throws IOException {
        Path folder = temp.resolve("features");
        List<String> notes = new ArrayList<>();
        Map<String, byte[]> inMemory = lastStage(new Features.Keep(Optional.empty(), 0, 1 << 30), notes, "memory");
        assertThat(notes).noneMatch(note -> note.contains("frozen stages"));

        Features.Keep onDisk = new Features.Keep(Optional.of(folder), 1 << 30, 0);
        assertSame(lastStage(onDisk, notes, "disk"), inMemory);
        assertThat(notes).anyMatch(note -> note.contains("it is read from the cache on disk"));

        for (Path file : kept(folder)) {
            byte[] damaged = Files.readAllBytes(file);
            damaged[damaged.length - 100] ^= 1; // of the last record
            Files.write(file, damaged);
        }
        assertSame(lastStage(onDisk, notes, "damaged"), inMemory);

        notes.clear();
        lastStage(new Features.Keep(Optional.of(temp.resolve("small")), 100, 0), notes, "small");
        assertThat(notes).anyMatch(note -> note.contains("so they run in every epoch"));
    }

    private static List<Path> kept(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".features")).toList();
        }
    }

    private static void assertSame(Map<String, byte[]> given, Map<String, byte[]> wanted) {
        assertThat(given.keySet()).isEqualTo(wanted.keySet()).isNotEmpty();
        wanted.forEach((file, bytes) -> assertThat(given.get(file)).as(file).isEqualTo(bytes));
    }

    private Map<String, byte[]> lastStage(Features.Keep keep, List<String> notes, String out) throws IOException {
        Progress progress = new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        Transfer transfer = transfer(Strategies.named("last-1", Modality.IMAGE).with("epochs", 2))
                .input(InputChoice.DEFAULTS.augment("light").draws(2))
                .run(new Transfer.Run(
                        Hub.standard(), Optional.of(Precision.FP32), keep, Optional.empty(), false, progress));
        try (Model model = transfer.fit(photos(), SEED)) {
            return Runs.weights(model, temp.resolve(out));
        }
    }

    @Test
    void theLastStagesLearnFromWhatTheFrozenOnesGave() throws IOException {
        Strategy last = Strategies.named("last-1", Modality.IMAGE)
                .with("epochs", 6)
                .with("rate", 5e-4)
                .with("headRate", 10);
        Fitted fitted = transfer(last.with("fixedNorms", false)) // an untrained network's mean nothing
                .fit(photos(), Optional.empty(), SEED);
        try (Model model = fitted.model()) {
            assertThat(fitted.trainableParameters()).isLessThan(fitted.parameters());
            assertThat(Evaluation.of(model, photos()).value(new Accuracy())).isGreaterThan(0.8);
        }
    }

    @Test
    void normsKeepTheirStatisticsUnlessTheyMayLearn() throws IOException {
        Strategy fixed = FineTune.PICTURES.with("epochs", 2);
        assertThat(changedStatistics(fixed)).isEmpty();
        assertThat(changedStatistics(fixed.with("fixedNorms", false)))
                .hasSize(3 * 19); // mean, variance and count of each
    }

    private static List<String> changedStatistics(Strategy strategy) throws IOException {
        try (Model model = transfer(strategy).fit(photos(), SEED);
                Backbone before = transfer(strategy).open()) {
            List<String> changed = new ArrayList<>();
            model.body().state().forEach((name, tensor) -> {
                boolean same = tensor.sameAs(before.state().get(name));
                if (name.contains("running") || name.contains("num_batches")) {
                    if (!same) {
                        changed.add(name);
                    }
                } else {
                    assertThat(same).as(name).isFalse();
                }
            });
            return changed;
        }
    }

    @Test
    void smallPixelsAreTheBaselineThatTellsColorsApartAndNoMore() throws IOException {
        Task task = new OneLabel(Labels.of(List.of("blue", "red")));
        SplittableRandom random = new SplittableRandom(5);
        Samples<Image> train = plain(random, 30);
        Samples<Image> test = plain(random, 20);
        List<Target> wanted = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            wanted.add(test.target(i));
        }

        assertThat(Baselines.of(train)).extracting(Baseline::name).containsExactly("majority", "pixels");
        List<Prediction> given =
                SmallPixels.DEFAULTS.answers(train, test, task, SEED).predictions();

        assertThat(Evaluation.of(task, given, wanted, 0, 0).value(new Accuracy()))
                .isEqualTo(1);
    }

    /** Pictures of one color each, reddish or bluish, of any size. */
    private static Samples<Image> plain(SplittableRandom random, int count) {
        List<Sample<Image>> samples = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            boolean red = n % 2 == 0;
            int side = random.nextInt(8, 40);
            int[] color = {red ? 150 : 90, 120, red ? 90 : 150};
            byte[] data = new byte[side * side * 3];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (color[i % 3] + random.nextInt(-30, 30));
            }
            Image image = Image.of(new Pixels(side, side, 3, data));
            samples.add(new Sample<>(image, new Target.Label(red ? "red" : "blue"), "picture " + n));
        }
        return new Samples<>("plain", samples);
    }

    @Test
    void refusesWhatIsForTexts() {
        assertThatThrownBy(() -> transfer(LinearProbe.DEFAULTS)
                        .input(InputChoice.DEFAULTS.longest(64))
                        .fit(photos(), SEED))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("--longest and --windows are for texts");
        assertThatThrownBy(() -> transfer(LinearProbe.DEFAULTS)
                        .input(InputChoice.DEFAULTS.draws(3))
                        .fit(photos(), SEED))
                .hasMessageContaining("--draws is how often --augment varies a picture");
        try (Model model = transfer(LinearProbe.DEFAULTS).fit(photos(), SEED)) {
            assertThatThrownBy(() -> model.predict(Text.of("a text"))).hasMessageContaining("reads pictures");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
