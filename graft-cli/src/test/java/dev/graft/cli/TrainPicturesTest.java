package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Precision;
import dev.graft.engine.Tensor;
import dev.graft.nn.StateDict;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code graft train} tells of a folder of pictures and of what it began with. */
class TrainPicturesTest {
    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void takesPhotos() throws IOException {
        photos = Samples.photos(folder.resolve("photos"));
    }

    private static JsonNode json(Called called) {
        assertThat(called.exit()).as("%s", called.err()).isZero();
        return JsonMapper.shared().readTree(called.last());
    }

    @Test
    void everyPictureThatCannotBeReadIsListedInTheResultAndOnThePage() throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.writeString(photos.resolve("dark/damaged" + i + ".png"), "no picture");
        }
        Path page = folder.resolve("page.html");

        JsonNode result = json(graft(
                "train",
                photos,
                "--strategy",
                "probe",
                "--size",
                "16",
                "--out",
                folder.resolve("model"),
                "--report",
                page,
                "--json"));

        assertThat(result.path("unreadable").size()).isEqualTo(4);
        String shown = Files.readString(page);
        for (int i = 0; i < 4; i++) {
            assertThat(result.path("unreadable").path(i).asString()).startsWith("dark/damaged" + i + ".png: ");
            assertThat(shown).contains("dark/damaged" + i + ".png: ");
        }
    }

    /** Trains on the photos at 16 pixels, and tells people. */
    private Called told(String out, Object... options) {
        List<Object> words = new ArrayList<>(List.of("train", photos, "--size", "16", "--out", folder.resolve(out)));
        words.addAll(List.of(options));
        return graft(words.toArray());
    }

    /** The same, for programs. */
    private Called trained(String out, Object... options) {
        List<Object> words = new ArrayList<>(List.of(options));
        words.add("--json");
        return told(out, words.toArray());
    }

    @Test
    void bf16IsTakenByEveryProcessor() {
        Called called = trained("half", "--strategy", "probe", "--precision", "bf16");

        assertThat(json(called).path("accuracy").asDouble()).isGreaterThan(0.5);
        assertThat(called.err().stream().anyMatch(line -> line.contains("bf16 is slower than fp32 on this processor")))
                .isNotEqualTo(Precision.BF16.pays());
    }

    @Test
    void aNetworkThatLearnedFromTheTestPartIsNamed() throws IOException {
        Path known = probe(photos);

        JsonNode result = json(trained("again", "--backbone", known, "--seed", "7", "--strategy", "probe"));

        assertThat(result.path("notes").toString())
                .containsPattern(
                        "\\d+ of these 16 test examples were trained on by probe: on them the model looks better");
    }

    /** Frozen filters of zeros are in the weights that Graft carries. */
    @Test
    void doraTrainsTheNetworkThatGraftCarries() {
        JsonNode result = json(trained("dora", "--strategy", "dora", "--epochs", "1", "--set", "leastSteps=0"));

        assertThat(result.path("accuracy").isNumber()).isTrue();
    }

    @Test
    void whatInitTookSkippedAndLeftIsInTheResultAndInTheBundle() throws IOException {
        Path weights = folder.resolve("some.safetensors");
        try (Network network = Architectures.named("resnet20").builder().build(3, 10);
                OutputStream out = Files.newOutputStream(weights)) {
            network.begin(7);
            Map<String, Tensor> tensors = new LinkedHashMap<>(network.named());
            tensors.keySet().removeIf(name -> name.startsWith("layer3.2."));
            StateDict.write(out, Map.of(), tensors);
        }
        Path model = folder.resolve("model");

        JsonNode result = json(trained(
                "model",
                "--backbone",
                "resnet20",
                "--init",
                weights,
                "--channels",
                "1",
                "--strategy",
                "finetune",
                "--epochs",
                "1",
                "--set",
                "leastSteps=0"));

        JsonNode begun = result.path("found").path("initialization");
        assertThat(begun.path("file").asString()).isEqualTo("some.safetensors");
        assertThat(begun.path("taken").asInt()).isGreaterThan(80);
        List<String> skipped = new ArrayList<>();
        begun.path("skipped")
                .forEach(tensor -> skipped.add(tensor.path("name").asString() + " "
                        + tensor.path("reason").asString() + " "
                        + tensor.path("detail").asString()));
        assertThat(skipped)
                .contains("conv1.weight OTHER_SHAPE (16, 3, 3, 3) instead of (16, 1, 3, 3)")
                .hasSize(3); // with the classifier's two
        List<String> left = new ArrayList<>();
        begun.path("left").forEach(name -> left.add(name.asString()));
        assertThat(left).contains("conv1.weight", "layer3.2.conv1.weight").doesNotContain("layer1.0.conv1.weight");
        JsonNode kept = JsonMapper.shared()
                .readTree(Files.readString(model.resolve("graft.json")))
                .path("provenance")
                .path("strategy")
                .path("initialization");
        assertThat(kept).isEqualTo(begun);
    }

    private Path probe(Path of) throws IOException {
        Path model = folder.resolve("probe");
        json(graft("train", of, "--strategy", "probe", "--size", "16", "--out", model, "--json"));
        return model;
    }

    /** Every fourth picture is moved to the part to judge by, and every eighth to the part to choose by. */
    private Path inParts() throws IOException {
        Path parts = folder.resolve("parts");
        for (int i = 0; i < 80; i++) {
            String own = (i % 2 == 0 ? "dark/" : "light/") + i + ".png";
            String part = i % 8 < 2 ? "test/" : i % 8 < 4 && i < 40 ? "val/" : "train/";
            Files.createDirectories(parts.resolve(part + own).getParent());
            Files.move(photos.resolve(own), parts.resolve(part + own));
        }
        return parts;
    }

    @Test
    void dataInPartsAreTakenByEveryCommandAsTheyAreMeant() throws IOException {
        Path parts = inParts();
        Path model = probe(parts);

        Called measured = graft("evaluate", model, parts, "--json");
        assertThat(json(measured).path("examples").asInt()).isEqualTo(20);
        assertThat(json(measured).path("trainedOn").asInt()).isZero();
        assertThat(graft("evaluate", model, parts).out())
                .anyMatch(line -> line.endsWith("holds parts; measured is test"));

        JsonNode folds = json(graft("crossval", parts, "--folds", "3", "--size", "16", "--json"));
        int tested = 0;
        for (JsonNode fold : folds.path("folds")) {
            tested += fold.path("test").asInt();
        }
        assertThat(tested).isEqualTo(60);

        Path rows = folder.resolve("rows.csv");
        Called written = graft("features", model, parts, "--out", rows, "--json");
        assertThat(json(written).path("rows").asInt()).isEqualTo(80);
    }

    @Test
    void rowsWhosePicturesCannotBeReadAreNamedAndTheOthersAnswered() throws IOException {
        Path model = probe(photos);
        Files.writeString(photos.resolve("torn.png"), "no picture");
        Path table = Samples.write(
                folder.resolve("new.csv"),
                "path,note\nphotos/dark/0.png,a\nphotos/gone.png,b\nphotos/torn.png,c\nphotos/light/1.png,d\n");
        Path out = folder.resolve("answers.csv");

        Called called = graft("predict", model, table, "--out", out);

        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.err())
                .anyMatch(line -> line.endsWith("new.csv, row 3: photos/gone.png: there is no such file"))
                .anyMatch(line -> line.contains("new.csv, row 4: "))
                .noneMatch(line -> line.contains(folder.toString()));
        List<String> answers = Files.readAllLines(out);
        assertThat(answers).hasSize(5);
        assertThat(answers.get(1)).startsWith("photos/dark/0.png,a,dark,");
        assertThat(answers.get(2)).isEqualTo("photos/gone.png,b,,");
        assertThat(answers.get(3)).isEqualTo("photos/torn.png,c,,");
        assertThat(answers.get(4)).startsWith("photos/light/1.png,d,light,");

        Called told = graft("predict", model, table, "--json");
        JsonNode given = JsonMapper.shared().readTree(told.last()).path("predictions");
        assertThat(given.path(1).path("input").asString()).isEqualTo("photos/gone.png");
        assertThat(given.path(1).path("error").asString()).contains("there is no such file");
        assertThat(given.path(3).path("label").asString()).isEqualTo("light");

        Files.delete(photos.resolve("torn.png"));
        Path lost = Samples.write(folder.resolve("lost.csv"), "path\ngone/1.png\ngone/2.png\n");
        Called none = graft("predict", model, lost);
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).anyMatch(line -> line.contains("none of the pictures that it names can be read"));
    }

    @Test
    void whatIsSaidOfTheDataAddsUp() {
        Called called =
                told("judged", "--strategy", "finetune", "--epochs", "1", "--set", "leastSteps=0", "--valid", "0.25");

        assertThat(called.exit()).as("%s", called.err()).isZero();
        assertThat(called.out().get(0))
                .isEqualTo(
                        "Data: 64 to train on, 16 of them to judge by, too few to choose an epoch, 16 to test; 2 classes: dark 32, light 32");
    }

    @Test
    void aNetworkThatIsCopiedBesideAHeadIsNamedWithItsSize() throws IOException {
        Path weights = folder.resolve("own.safetensors");
        try (Network network = Architectures.named("resnet20").builder().build(3, 0);
                OutputStream out = Files.newOutputStream(weights)) {
            network.begin(7);
            StateDict.write(out, Map.of(), network.named());
        }

        JsonNode result =
                json(trained("copied", "--backbone", "resnet20", "--weights", weights, "--strategy", "probe"));

        assertThat(result.path("notes").toString())
                .containsPattern(
                        "the network \\(1\\.1 MB\\) is copied into the bundle, .* what was learned is 0\\.00 MB");
    }

    @Test
    void picturesOfAnArchiveAreAnsweredWhereTheyLie() throws IOException {
        Path model = probe(photos);
        Path archive = folder.resolve("new.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (String name : List.of("dark/0.png", "light/1.png", "2.png", "notes.txt", "__MACOSX/._2.png")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(photos.resolve(name.equals("2.png") ? "dark/2.png" : "light/1.png")));
                zip.closeEntry();
            }
            zip.putNextEntry(new ZipEntry("torn.png"));
            zip.closeEntry();
        }

        Called called = graft("predict", model, archive, "--json");

        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.err()).hasSize(1).first().asString().contains(archive + "/torn.png");
        JsonNode given = JsonMapper.shared().readTree(called.last()).path("predictions");
        assertThat(given.size()).isEqualTo(4);
        assertThat(given.path(0).path("input").asString()).isEqualTo(archive + "/2.png");
        assertThat(given.path(0).path("label").asString()).isEqualTo("dark");
        assertThat(given.path(2).path("input").asString()).isEqualTo(archive + "/light/1.png");
        assertThat(given.path(2).path("label").asString()).isEqualTo("light");

        Path empty = folder.resolve("empty.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
            zip.putNextEntry(new ZipEntry("notes.txt"));
        }
        Called none = graft("predict", model, empty);
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).anyMatch(line -> line.contains("empty.zip: holds no .jpg, "));
    }

    @Test
    void theErrorsOfPicturesNameEachOnce() throws IOException {
        Path model = probe(photos);
        Path errors = folder.resolve("errors.csv");
        Path crossed = folder.resolve("crossed");
        Files.createDirectories(crossed);
        Files.move(photos.resolve("dark"), crossed.resolve("light"));
        Files.move(photos.resolve("light"), crossed.resolve("dark"));
        assertThat(graft("evaluate", model, crossed, "--errors", errors).exit()).isZero();
        assertThat(Files.readAllLines(errors))
                .hasSizeGreaterThan(40)
                .first()
                .isEqualTo("where,truth,answer,confidence");
    }
}
