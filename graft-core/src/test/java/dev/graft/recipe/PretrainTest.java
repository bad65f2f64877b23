package dev.graft.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneFolder;
import dev.graft.backbone.Features;
import dev.graft.base.DType;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.Parts;
import dev.graft.data.PreparedSet;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.image.Pixels;
import dev.graft.train.Averaging;
import dev.graft.train.Distillation.Lesson;
import dev.graft.train.Progress;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Pretrain;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Steps;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import dev.graft.transfer.Transfer;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny network, pretrained with all that the full recipe has: averages, growing and mixed pictures. */
class PretrainTest {
    private static final int EPOCHS = 4;
    private static final Strategy TINY =
            new Pretrain(new Steps(0.05, EPOCHS, 16, "sgd", 5e-4, "onecycle", 0.25, 0, 1, 100, 1, 0)
                    .averaging(Averaging.moving(0.9)));
    private static final Parts<Image> STRIPES =
            new Parts<>(stripes(72, 1), Optional.of(stripes(18, 2)), Optional.of(stripes(30, 3)));

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Path whole;
    private static TrainResult result;
    private static Path snapshot;

    /** Stripes of three directions, with noise. */
    private static Samples<Image> stripes(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = i % 3;
            int shift = random.nextInt(4);
            byte[] data = new byte[3 * 16 * 16];
            for (int p = 0; p < data.length; p++) {
                int x = p / 3 % 16;
                int y = p / 48;
                int along = kind == 0 ? x : kind == 1 ? y : x + y;
                data[p] = (byte) (((along + shift) / 2 % 2 == 0 ? 60 : 180) + random.nextInt(-40, 40));
            }
            samples.add(new Sample<>(
                    Image.of(new Pixels(16, 16, 3, data)), new Target.Label("abc".substring(kind, kind + 1)), "" + i));
        }
        return new Samples<>("stripes", samples);
    }

    private static Recipe recipe(Strategy strategy, Prior prior) {
        return recipe("resnet20", strategy, prior);
    }

    private static Recipe recipe(String architecture, Strategy strategy, Prior prior) {
        return Recipe.draft("stripes", architecture, strategy)
                .task(new TaskChoice(false, 0.1, TaskChoice.DEFAULTS.threshold()))
                .input(InputChoice.DEFAULTS.size(24).from(16).augment("crop=0.5,mirror,mixup,cutmix"))
                .prior(prior)
                .precision(Optional.of(Precision.FP32))
                .seed(7)
                .threads(2)
                .standalone(true)
                .build();
    }

    private static TrainResult run(Recipe recipe, Path out, boolean resume, Product product, Progress progress)
            throws IOException {
        TrainJob.Options options = new TrainJob.Options(resume, false, Hub.standard(), Features.Keep.NOTHING, progress);
        return new TrainJob(recipe, out, options, product, () -> STRIPES).run();
    }

    /** One run that nothing interrupts, and its state as it was in the third epoch. */
    @BeforeAll
    static void pretrains() throws IOException {
        Engine.threads(2);
        whole = home.resolve("whole");
        snapshot = home.resolve("other.part");
        Progress copies = new Progress() {
            private int steps;

            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss") && ++steps == 2 * 5 + 3) {
                    copy(home.resolve("whole.part"), snapshot);
                }
            }
        };
        result = run(recipe(TINY, Prior.NONE), whole, false, new BackboneProduct(false, "CC0-1.0"), copies);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void goesOnToTheSameBitsAfterAnInterruption() throws IOException {
        List<String> notes = new ArrayList<>();
        Progress noted = new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        TrainResult resumed = run(
                recipe(TINY, Prior.NONE), home.resolve("other"), true, new BackboneProduct(false, "CC0-1.0"), noted);

        assertThat(notes).contains("goes on at step 10");
        assertThat(resumed.fitted().curve()).isEqualTo(result.fitted().curve()).hasSize(EPOCHS);
        for (String file : List.of("model.safetensors", "graft-pretrain.json", "config.json")) {
            assertThat(home.resolve("other").resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    @Test
    void learnsWhatItIsShown() {
        assertThat(result.evaluation().value(result.evaluation().main())).isGreaterThan(0.5);
        assertThat(result.fitted().curve()).allMatch(epoch -> !Double.isNaN(epoch.validation()));
    }

    /** Whole pictures show things smaller than the crops that were learned from. */
    @Test
    void answersAtTheSizeThatIsBestOnWhatWasHeldBack() throws IOException {
        Map<String, Object> found = result.fitted().found();
        int size = (int) found.get("answeringSize");
        double best = (double) found.get("answeringValidation");
        assertThat(size).isIn(24, 27, 30, 33, 36);
        for (int tried : List.of(24, 27, 30, 33, 36)) {
            double value = validation(tried);
            assertThat(value).isLessThanOrEqualTo(best);
            assertThat(value < best || tried >= size).isTrue();
        }
        assertThat(validation(size)).isEqualTo(best);
        try (Backbone body = BackboneFolder.open(whole)) {
            assertThat(((ImageInput) body.input()).preparation().size()).isEqualTo(size);
        }
    }

    /** Accuracy of the network and the classifier that were saved. */
    private static double validation(int size) throws IOException {
        Samples<Image> held = (Samples<Image>) STRIPES.validation().orElseThrow();
        try (Network network = Architectures.named("resnet20").builder().build(3, 3);
                TensorFile weights = WeightsFile.open(whole.resolve("model.safetensors"));
                Scope scope = Scope.open()) {
            read(weights, network.named());
            network.train(false);
            ImageInput input =
                    ImageInput.of(Architectures.named("resnet20").preparation().size(size));
            long[] answers = network.logits(PreparedSet.of(input, held)
                            .batch(range(held.size()))
                            .inputs()
                            .get("pixels"))
                    .argmax(1)
                    .toLongs();
            double right = 0;
            for (int i = 0; i < answers.length; i++) {
                right += answers[i] == i % 3 ? 1 : 0;
            }
            return right / answers.length;
        }
    }

    private static void read(TensorFile weights, Map<String, Tensor> state) throws IOException {
        for (String name : weights.names()) {
            state.get(name)
                    .copyInPlace(Tensor.of(
                            weights.bytes(name),
                            weights.entry(name).type(),
                            state.get(name).shape().sizes()));
        }
    }

    @Test
    void leavesAFolderThatIsABackboneAndAWholeNetwork() throws IOException {
        Fitted probe = Transfer.from(whole.toString())
                .by(LinearProbe.DEFAULTS)
                .run(new Transfer.Run(
                        Hub.standard(),
                        Optional.of(Precision.FP32),
                        Features.Keep.NOTHING,
                        Optional.empty(),
                        false,
                        Progress.SILENT))
                .fit(STRIPES.train(), Optional.empty(), 1);
        probe.model().close();
        try (Backbone body = BackboneFolder.open(whole);
                Network network = Architectures.named("resnet20").builder().build(3, 3);
                TensorFile weights = WeightsFile.open(whole.resolve("model.safetensors"));
                Scope scope = Scope.open()) {
            Map<String, Tensor> state = network.named();
            assertThat(weights.names()).containsExactlyInAnyOrderElementsOf(state.keySet());
            read(weights, state);
            PreparedSet prepared = PreparedSet.of(body.input(), STRIPES.test().orElseThrow());
            int[] all = {0, 1, 2, 3, 4, 5};
            Tensor pixels = prepared.batch(all).inputs().get("pixels");
            float[] features = body.run(
                            prepared.batch(all).inputs(), 0, body.stages().count())
                    .get("pooled")
                    .toFloats();

            int size = (int) result.fitted().found().get("answeringSize");
            assertThat(pixels.shape().sizes()).containsExactly(6, 3, size, size);
            assertThat(network.features(pixels).toFloats())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(features);
            assertThat(body.origin().licence()).isEqualTo("CC0-1.0");
            assertThat(Files.readAllLines(whole.resolve("labels.txt"))).containsExactly("a", "b", "c");
            assertThat(Files.readString(whole.resolve("config.json"))).contains("\"num_classes\" : 3");
            double right = 0;
            long[] answers = network.logits(prepared.batch(range(30)).inputs().get("pixels"))
                    .argmax(1)
                    .toLongs();
            for (int i = 0; i < 30; i++) {
                right += answers[i] == i % 3 ? 1 : 0;
            }
            assertThat(right / 30)
                    .isCloseTo(result.evaluation().value(result.evaluation().main()), within(1e-9));
        }
    }

    private static int[] range(int count) {
        return java.util.stream.IntStream.range(0, count).toArray();
    }

    @Test
    void storesMatricesInHalfTheBitsWhereAsked() throws IOException {
        Recipe one = recipe(
                new Pretrain(new Steps(0.05, 1, 16, "sgd", 5e-4, "onecycle", 0.25, 0, 1, 100, 1, 0)), Prior.NONE);
        run(one, temp.resolve("half"), false, new BackboneProduct(true, ""), Progress.SILENT);

        try (TensorFile weights = Safetensors.open(temp.resolve("half").resolve("model.safetensors"))) {
            assertThat(weights.entry("conv1.weight").type()).isEqualTo(DType.F16);
            assertThat(weights.entry("bn1.running_var").type()).isEqualTo(DType.F32);
            assertThat(weights.entry("linear.weight").type()).isEqualTo(DType.F16);
        }
    }

    @Test
    void saysWhereTheClassifierIsLeftOut() throws IOException {
        Strategy one = new Pretrain(new Steps(0.01, 1, 16, "sgd", 5e-4, "onecycle", 0.25, 0, 1, 100, 1, 0));
        TrainResult other = run(
                recipe("mobilenet_v3_small", one, Prior.NONE),
                temp.resolve("other-form"),
                false,
                new BackboneProduct(false, ""),
                Progress.SILENT);

        assertThat(other.notes())
                .contains("the classifier that was trained is not among the weights, as that of mobilenet_v3_small has"
                        + " another form; the backbone is whole");
        assertThat(result.notes()).noneMatch(note -> note.contains("classifier"));
    }

    @Test
    void beginsWithWhatFitsOfAnotherNetwork() throws IOException {
        List<String> notes = new ArrayList<>();
        Progress noted = new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        Prior prior =
                Prior.NONE.init(Optional.of(whole.resolve("model.safetensors").toString()));
        Steps still = new Steps(1e-9, 1, 16, "sgd", 0, "constant", 0, 0, 1, 100, 1, 0);

        run(recipe(new Pretrain(still), prior), temp.resolve("pupil"), false, new BackboneProduct(false, ""), noted);

        assertThat(notes.get(0)).startsWith("model.safetensors: took ").contains("left 0 at random");
        Map<String, ByteBuffer> before = convolutions(whole);
        Map<String, ByteBuffer> after = convolutions(temp.resolve("pupil"));
        before.forEach((name, bytes) -> {
            for (int i = 0; i < bytes.remaining(); i += 4) {
                assertThat(after.get(name).getFloat(i)).as(name).isCloseTo(bytes.getFloat(i), within(1e-5f));
            }
        });
    }

    @Test
    void learnsWhatItsTeacherKnowsThoughTheLabelsAreNoise() throws IOException {
        Steps steps = new Steps(0.05, 8, 12, "sgd", 5e-4, "onecycle", 0.25, 0, 1, 100, 1, 0);
        Path teacher = temp.resolve("teacher");
        double taught = accuracy(run(plain(new Pretrain(steps), Prior.NONE), teacher, Product.BUNDLE, STRIPES));
        Prior prior = Prior.NONE.teacher(Optional.of(teacher.toString()));
        Strategy deaf = new Pretrain(false, new Lesson(0, 1, 2, 0), steps);

        double pupil = accuracy(run(plain(deaf, prior), temp.resolve("pupil"), Product.BUNDLE, mislabelled()));

        assertThat(taught).isGreaterThan(0.9);
        assertThat(pupil).isGreaterThan(0.8);
    }

    /** The pictures to learn from under labels that say nothing. */
    private static Parts<Image> mislabelled() throws IOException {
        Samples<Image> train = (Samples<Image>) STRIPES.train();
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < train.size(); i++) {
            String label = "abc".substring(i / 3 % 3, i / 3 % 3 + 1); // each kind has all of them equally often
            samples.add(new Sample<>(train.get(i).input(), new Target.Label(label), "" + i));
        }
        return new Parts<>(new Samples<>("mislabelled", samples), STRIPES.validation(), STRIPES.test());
    }

    private static double accuracy(TrainResult result) {
        return result.evaluation().value(result.evaluation().main());
    }

    /** Without mixing, at one size. */
    private static Recipe plain(Strategy strategy, Prior prior) {
        return Recipe.draft("stripes", "resnet20", strategy)
                .input(InputChoice.DEFAULTS.size(16))
                .prior(prior)
                .precision(Optional.of(Precision.FP32))
                .seed(7)
                .threads(2)
                .standalone(true)
                .build();
    }

    private static TrainResult run(Recipe recipe, Path out, Product product, Parts<Image> data) throws IOException {
        TrainJob.Options options =
                new TrainJob.Options(false, false, Hub.standard(), Features.Keep.NOTHING, Progress.SILENT);
        return new TrainJob(recipe, out, options, product, () -> data).run();
    }

    @Test
    void wantsABundleForATeacher() {
        assertThatThrownBy(() -> run(
                        recipe(TINY, Prior.NONE.teacher(Optional.of(whole.toString()))),
                        temp.resolve("none"),
                        false,
                        Product.BUNDLE,
                        Progress.SILENT))
                .hasMessageContaining("is no bundle, as a teacher must be");
    }

    private static Map<String, ByteBuffer> convolutions(Path folder) throws IOException {
        Map<String, ByteBuffer> bytes = new LinkedHashMap<>();
        try (TensorFile weights = Safetensors.open(folder.resolve("model.safetensors"))) {
            for (String name : weights.names()) {
                if (name.matches("layer.*conv1.weight")) {
                    ByteBuffer from = weights.bytes(name);
                    bytes.put(
                            name,
                            ByteBuffer.allocate(from.remaining())
                                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                                    .put(from)
                                    .flip()
                                    .order(java.nio.ByteOrder.LITTLE_ENDIAN));
                }
            }
        }
        return bytes;
    }

    @Test
    void refusesToReplaceWhatItDidNotMake() throws IOException {
        Files.createDirectories(temp.resolve("mine"));
        Files.writeString(temp.resolve("mine").resolve("notes.txt"), "mine");
        TrainJob.Options overwrite =
                new TrainJob.Options(false, true, Hub.standard(), Features.Keep.NOTHING, Progress.SILENT);

        assertThatThrownBy(() -> new TrainJob(
                                recipe(TINY, Prior.NONE),
                                temp.resolve("mine"),
                                overwrite,
                                new BackboneProduct(false, ""),
                                () -> STRIPES)
                        .run())
                .hasMessageContaining("is no backbone of this command");
    }
}
