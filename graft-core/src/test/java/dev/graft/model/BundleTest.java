package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneFolder;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.base.Shape;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.testing.Messages;
import dev.graft.train.Progress;
import dev.graft.transfer.BitFit;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Steps;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import dev.graft.weights.TensorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final List<Text> TEXTS = List.of(
            Text.of("my parcel has not come"), Text.of(""), Text.pair("refund", "when?"), Text.of("the brake squeaks"));

    @TempDir
    static Path home;

    private static Path bundle;
    private static float[][] answers;

    @TempDir
    Path temp;

    @BeforeAll
    static void trainsAModel() throws IOException {
        Engine.threads(2);
        bundle = home.resolve("bundle");
        Path tiny = TinyEncoder.folder(home.resolve("tiny"), 3);
        Steps steps = new Steps(1e-3, 1, 32, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 10, 0.1);
        try (Model model = train(tiny.toString(), new FineTune(0, List.of(8), steps))) {
            Bundle.save(
                    model,
                    bundle,
                    new Bundle.Extras(
                            false,
                            Map.of("evaluation.json", "{\"accuracy\":1}".getBytes(StandardCharsets.UTF_8)),
                            Map.of("timings.json", "{\"seconds\":1}".getBytes(StandardCharsets.UTF_8))));
            answers = probabilities(model);
        }
    }

    private static Model train(String backbone, Strategy strategy) throws IOException {
        Transfer.Run run = new Transfer.Run(
                Hub.standard(),
                Optional.of(Precision.FP32),
                Features.Keep.NOTHING,
                Optional.empty(),
                false,
                Progress.SILENT);
        return Transfer.from(backbone).by(strategy).run(run).fit(Messages.some(home, 5), 1);
    }

    static float[][] probabilities(Model model) {
        return model.predict(TEXTS).stream()
                .map(answer -> ((Prediction.OneOf) answer).probabilities())
                .toArray(float[][]::new);
    }

    @Test
    void holdsAllPartsOfASentenceTransformersFolderAndTheHead() throws IOException {
        assertThat(parts(bundle))
                .containsExactly(
                        "1_Pooling/config.json",
                        "config.json",
                        "evaluation.json",
                        "graft.json",
                        "head.safetensors",
                        "model.safetensors",
                        "modules.json",
                        "sentence_bert_config.json",
                        "timings.json",
                        "tokenizer.json",
                        "tokenizer_config.json");
    }

    @Test
    void aTurnedBitAnywhereIsRefusedByNameOrChangesNothing() throws IOException {
        List<String> parts = parts(bundle);
        Path copy = copy(bundle, temp.resolve("copy"));
        int refused = 0;
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String part = parts.get(seed % parts.size());
            byte[] sound = Files.readAllBytes(bundle.resolve(part));
            byte[] damaged = sound.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(copy.resolve(part), damaged);
            refused += refused(copy, part, "seed " + seed);
            Files.write(copy.resolve(part), sound);
        }
        assertThat(refused).isGreaterThanOrEqualTo(300 - 300 / parts.size() - 1); // timings.json alone is not read
    }

    @Test
    void aPartThatIsCutOrLackingIsRefusedByName() throws IOException {
        Path copy = copy(bundle, temp.resolve("copy"));
        int refused = 0;
        List<String> parts = parts(bundle);
        for (int p = 0; p < parts.size(); p++) {
            Path part = copy.resolve(parts.get(p));
            byte[] sound = Files.readAllBytes(part);
            for (int length : new int[] {0, 1, sound.length / 2, sound.length - 1}) {
                Files.write(part, Arrays.copyOf(sound, length));
                refused += refused(copy, parts.get(p), length + " bytes");
            }
            Files.delete(part);
            refused += refused(copy, parts.get(p), "lacking");
            Files.write(part, sound);
        }
        assertThat(refused).isGreaterThanOrEqualTo(5 * (parts.size() - 1) - 1); // less the last line feed of graft.json
    }

    private static int refused(Path folder, String part, String what) {
        try (Model model = Model.load(folder)) {
            assertThat(probabilities(model)).as("%s, %s", part, what).isDeepEqualTo(answers);
            return 0;
        } catch (IOException e) {
            assertThat(e).as("%s, %s", part, what).isInstanceOf(BadInput.class);
            assertThat(e.getMessage()).contains(part).doesNotContain("\n");
            return 1;
        }
    }

    @Test
    void namesTheTensorThatTheHeadLacks() throws IOException {
        Path copy = copy(bundle, temp.resolve("copy"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Safetensors.write(bytes, Map.of(), List.of(TensorData.of("hidden.0.weight", new Shape(8, 16), new float[128])));
        Files.write(copy.resolve("head.safetensors"), bytes.toByteArray());
        resign(
                copy,
                text -> text.replaceAll(
                        "(\"head.safetensors\" : \")[0-9a-f]{64}", "$1" + Digest.sha256(bytes.toByteArray())));

        assertThatThrownBy(() -> Model.load(copy))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(
                        "head.safetensors: does not fit the head that graft.json asks for: 3 of its 4 tensors are missing",
                        "(hidden.0.bias");
    }

    @Test
    void refusesWhatANewerGraftWrote() throws IOException {
        Path copy = copy(bundle, temp.resolve("copy"));
        resign(copy, text -> text.replace("\"format\" : 1", "\"format\" : 3"));

        assertThatThrownBy(() -> Model.load(copy))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("graft.json: was written by a newer Graft (format 3)");
    }

    @Test
    void refusesASignedManifestThatLacksWhatItNeeds() throws IOException {
        for (String field : List.of("task", "head", "precision", "provenance", "sha256", "longest")) {
            Path copy = copy(bundle, temp.resolve("without " + field));
            resign(copy, text -> text.replace("\"" + field + "\" :", "\"" + field + "Not\" :"));
            assertThatThrownBy(() -> Model.load(copy))
                    .as(field)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("graft.json");
        }
    }

    /** Changes the manifest as somebody would who also mends its checksum. */
    private static void resign(Path folder, java.util.function.UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve("graft.json");
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        String blank = after.strip().replaceFirst("(\"checksum\" : \")[0-9a-f]{64}", "$1" + "0".repeat(64));
        Files.writeString(
                file, blank.replaceFirst("0{64}", Digest.sha256(blank.getBytes(StandardCharsets.UTF_8))) + "\n");
    }

    @Test
    void aFolderThatIsNoBundleIsRefused() throws IOException {
        assertThatThrownBy(() -> Model.load(temp.resolve("nothing")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no such folder");
        assertThatThrownBy(() -> Model.load(temp))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("has no graft.json");
    }

    @Test
    void isTheBackboneOfTheNextTransfer() throws IOException {
        try (Model model = train(bundle.toString(), LinearProbe.DEFAULTS);
                Model first = Model.load(bundle)) {
            first.body()
                    .state()
                    .forEach((name, tensor) -> assertThat(
                                    tensor.sameAs(model.body().state().get(name)))
                            .as(name)
                            .isTrue());
            model.save(temp.resolve("next"));
            assertThat(model.provenance().backbone()).isEqualTo("bundle");
            try (Model loaded = Model.load(temp.resolve("next"))) {
                assertThat(probabilities(loaded)).isDeepEqualTo(probabilities(model));
            }
        }
    }

    @Test
    void namesAKnownBodyThatWasNotTrainedAndCopiesItOnlyWhenAsked() throws IOException {
        try (Model model = train("all-minilm-l6-v2", LinearProbe.DEFAULTS)) {
            Path named = temp.resolve("named");
            Path whole = temp.resolve("whole");
            model.save(named);
            Bundle.save(model, whole, new Bundle.Extras(true, Map.of(), Map.of()));
            assertThat(parts(named)).doesNotContain("model.safetensors").contains("head.safetensors");
            assertThat(parts(whole)).contains("model.safetensors");
            try (Model one = Model.load(named);
                    Model other = Model.load(whole);
                    Model next = train(named.toString(), LinearProbe.DEFAULTS)) {
                assertThat(probabilities(one)).isDeepEqualTo(probabilities(model));
                assertThat(probabilities(other)).isDeepEqualTo(probabilities(model));
                assertThat(probabilities(next)).isDeepEqualTo(probabilities(model));
            }
        }
    }

    /** Biases and the head of a network that anybody can get are a few hundred kilobytes. */
    @Test
    void holdsOfAKnownBodyOnlyWhatWasChangedAndIsABackboneWithThat() throws IOException {
        Path changed = temp.resolve("changed");
        try (Model model = train("all-minilm-l6-v2", BitFit.DEFAULTS.with("epochs", 1))) {
            model.save(changed);
            assertThat(parts(changed)).doesNotContain("model.safetensors").contains("changed.safetensors");
            assertThat(Files.size(changed.resolve("changed.safetensors"))).isLessThan(300_000);
            try (TensorFile file = Safetensors.open(changed.resolve("changed.safetensors"))) {
                assertThat(file.names())
                        .contains("encoder.layer.0.attention.self.query.bias", "embeddings.LayerNorm.bias")
                        .allMatch(name -> name.endsWith(".bias"));
            }
            Path again = temp.resolve("again");
            try (Model loaded = Model.load(changed)) {
                assertThat(probabilities(loaded)).isDeepEqualTo(probabilities(model));
                loaded.save(again);
            }
            assertThat(Files.readAllBytes(again.resolve("changed.safetensors")))
                    .isEqualTo(Files.readAllBytes(changed.resolve("changed.safetensors")));
            Path next = temp.resolve("next");
            try (Model probe = train(changed.toString(), LinearProbe.DEFAULTS);
                    Model named = train("all-minilm-l6-v2", LinearProbe.DEFAULTS)) {
                assertThat(probabilities(probe)).isNotEqualTo(probabilities(named));
                probe.save(next); // of a body that was not trained now, and is not as it is in the catalogue
                try (Model loaded = Model.load(next)) {
                    assertThat(probabilities(loaded)).isDeepEqualTo(probabilities(probe));
                }
                assertThatThrownBy(() -> Bundle.load(next, named.body()))
                        .isInstanceOf(BadInput.class)
                        .hasMessageContaining("was made on other weights");
                Model shared = Bundle.load(next, probe.body());
                assertThat(probabilities(shared)).isDeepEqualTo(probabilities(probe));
                shared.closeTop();
            }
        }
    }

    @Test
    void refusesChangesOfAnotherNetwork() throws IOException {
        try (OutputStream out = Files.newOutputStream(temp.resolve("changed.safetensors"))) {
            Safetensors.write(
                    out,
                    Map.of(),
                    List.of(
                            TensorData.of("embeddings.LayerNorm.bias", new Shape(384), new float[384]),
                            TensorData.of("embeddings.LayerNorm.lean", new Shape(384), new float[384])));
        }
        Backbone body = Catalog.open("all-minilm-l6-v2", Hub.standard());
        assertThatThrownBy(() -> BackboneFolder.change(body, temp))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("changes 'embeddings.LayerNorm.lean', which does not fit all-minilm-l6-v2");
    }

    @Test
    void answersTheSameInAnotherProcess() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asked.class.getName(),
                        bundle.toString())
                .redirectError(temp.resolve("errors").toFile())
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).as(Files.readString(temp.resolve("errors"))).isZero();
        List<String> rows = said.lines().filter(line -> line.startsWith("[")).toList();
        assertThat(rows).hasSize(TEXTS.size());
        for (int i = 0; i < rows.size(); i++) {
            String[] numbers = rows.get(i).replaceAll("[\\[\\]]", "").split(", ");
            for (int c = 0; c < numbers.length; c++) {
                assertThat(Float.parseFloat(numbers[c])).isCloseTo(answers[i][c], within(1e-6f));
            }
        }
    }

    /** The other process of that test. */
    static final class Asked {
        private Asked() {}

        public static void main(String[] args) throws IOException {
            try (Model model = Model.load(Path.of(args[0]))) {
                for (float[] row : probabilities(model)) {
                    System.out.println(Arrays.toString(row));
                }
            }
        }
    }

    @Test
    void namesNoPathUserOrMachine() throws IOException {
        List<String> secrets =
                List.of(home.toString(), System.getProperty("user.home"), System.getProperty("user.dir"), hostName());
        for (String part : parts(bundle)) {
            String content = Files.readString(bundle.resolve(part), StandardCharsets.ISO_8859_1);
            for (String secret : secrets) {
                assertThat(content.contains(secret))
                        .as("%s in %s", secret, part)
                        .isFalse();
            }
            assertThat(content.toLowerCase(Locale.ROOT)).doesNotContainPattern("\"[^\"]*(/home/|/users/|/tmp/|c:\\\\)");
        }
    }

    private static String hostName() throws IOException {
        String name = InetAddress.getLocalHost().getHostName();
        return name.length() > 3 && !name.equals("localhost") ? name : home.toString();
    }

    @Test
    void replacesABundleAndAnEmptyFolderAndNothingElse() throws IOException {
        Path thesis = Files.createDirectory(temp.resolve("thesis"));
        Files.createFile(thesis.resolve("chapter 1"));
        Path empty = Files.createDirectory(temp.resolve("empty"));
        try (Model model = Model.load(bundle)) {
            assertThatThrownBy(() -> model.save(thesis))
                    .isInstanceOf(BadInput.class)
                    .hasMessage(thesis + ": exists and is no bundle, so it is not replaced; choose another place");
            model.save(empty);
            model.save(empty);
        }
        assertThat(parts(thesis)).containsExactly("chapter 1");
        assertThat(parts(empty)).contains("graft.json", "head.safetensors");
    }

    @Test
    void isCheckedFromWithinItsOwnFolderAndLeadsToNothingOutside() throws IOException {
        Path here = Path.of("pom.xml"); // of the module, where tests run

        of("pom.xml", here).verify(Path.of("."));
        of("pom.xml", here).verify(Path.of(""));
        of("src/../pom.xml", here).verify(Path.of(""));

        Manifest outside = of("src/../../pom.xml", Path.of("../pom.xml"));
        assertThatThrownBy(() -> outside.verify(Path.of(""))).hasMessageContaining("lacks its part src/../../pom.xml");
        Manifest rooted = of(here.toAbsolutePath().toString(), here);
        assertThatThrownBy(() -> rooted.verify(Path.of("")))
                .hasMessageContaining("lacks its part " + here.toAbsolutePath());
    }

    /** The manifest with a single part. */
    private static Manifest of(String part, Path file) throws IOException {
        Manifest whole = Manifest.read(bundle);
        return new Manifest(
                whole.format(),
                whole.checksum(),
                whole.task(),
                whole.head(),
                whole.outputs(),
                whole.precision(),
                whole.modality(),
                whole.input(),
                whole.base(),
                whole.provenance(),
                Map.of(part, Digest.sha256(file)));
    }

    private static List<String> parts(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        for (String part : parts(from)) {
            Path target = to.resolve(part);
            Files.createDirectories(target.getParent());
            try (InputStream in = Files.newInputStream(from.resolve(part))) {
                Files.copy(in, target);
            }
        }
        return to;
    }
}
