package dev.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.bench.own.DrawnWeights;
import dev.graft.bench.own.PictureCaching;
import dev.graft.bench.peers.DjlPictureSteps;
import dev.graft.bench.peers.EncodePictures;
import dev.graft.bench.peers.Harness;
import dev.graft.bench.peers.Harness.Child;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import dev.graft.vision.Architectures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each side runs in a process of its own, as the two LibTorchs must never share one. */
class PictureBenchTest {
    private static final int PICTURES = 5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mobilenet_v2", "squeezenet1_0", "resnet50", "densenet121"})
    void thePeersMakeTheFeaturesThatGraftMakes(String network) throws Exception {
        String weights = drawn(network).toString();
        String pictures = pictures().toString();

        List<JsonNode> graft = List.of(Harness.run(Child.of(
                dev.graft.bench.own.EncodePictures.class, network, weights, pictures, "64", "FP32", "1", "5")));
        List<JsonNode> onnx = List.of(
                Harness.run(EncodePictures.child("onnxruntime", network, weights, pictures, "64", "2", "1", "5")));
        List<JsonNode> djl =
                List.of(Harness.run(EncodePictures.child("djl", network, weights, pictures, "64", "2", "1", "5")));

        assertThat(graft.get(0).get("vectors")).hasSize(PICTURES);
        assertThat(PictureBench.different(graft, onnx)).isLessThan(1e-4);
        assertThat(PictureBench.different(graft, djl)).isLessThan(1e-4);
        for (String figure : List.of("networkPerSecond", "peakBytes")) {
            assertThat(Harness.values(List.of(graft.get(0), onnx.get(0), djl.get(0)), figure))
                    .doesNotContain(0);
        }
    }

    @Test
    void djlLearnsWhatItIsTimedOn() throws Exception {
        JsonNode figures = Harness.run(DjlPictureSteps.child("mobilenet_v2", drawn("mobilenet_v2"), 8, 32, 24, 1));

        assertThat(figures.get("lastLoss").asDouble())
                .isLessThan(0.7 * figures.get("firstLoss").asDouble());
    }

    @Test
    void thePageNamesEveryNetworkThatIsNotMeasured() {
        assertThat(Architectures.names())
                .allSatisfy(name -> assertThat(PictureBench.MEASURED.contains(name)
                                ^ PictureBench.NOT_MEASURED.matches("(?s).*\\b" + name + "\\b.*"))
                        .isTrue());
    }

    @Test
    void bothWaysOverFrozenStagesAreMeasured() throws Exception {
        String words = Harness.run(Child.of(
                        PictureCaching.class,
                        labelled().toString(),
                        "squeezenet1_0",
                        drawn("squeezenet1_0").toString()))
                .get("text")
                .asString();

        assertThat(words).contains("| a head with a hidden layer |", "| the head and the last stage |");
        assertThat(words).matches("(?s).*\\*\\*[0-9.]+\\*\\*.*");
    }

    @Test
    void featuresThatAreNotThoseOfTheOtherAreSeen() {
        var json = new tools.jackson.databind.ObjectMapper();
        List<JsonNode> some = List.of(json.readTree("{\"vectors\": [[3, 4], [1, 0]]}"));

        assertThat(PictureBench.different(some, some)).isZero();
        assertThat(PictureBench.different(some, List.of(json.readTree("{\"vectors\": [[3, 4], [1, 0.5]]}"))))
                .isEqualTo(0.5, within(1e-9));
        assertThat(PictureBench.different(some, List.of(json.readTree("{\"vectors\": [[3, 4]]}"))))
                .isInfinite();
    }

    @Test
    void theExponentOfAPowerIsThatPower() {
        assertThat(PictureBench.exponent(List.of(10, 20, 80), List.of(100.0, 400.0, 6400.0)))
                .isEqualTo(2, within(1e-9));
    }

    /** The same in two classes. */
    private Path labelled() throws Exception {
        Path classes = folder.resolve("classes");
        try (var files = Files.list(pictures())) {
            for (Path file : files.sorted().toList()) {
                Path label = Files.createDirectories(
                        classes.resolve(file.toString().matches(".*[024].png") ? "even" : "odd"));
                Files.move(file, label.resolve(file.getFileName()));
            }
        }
        return classes;
    }

    private Path drawn(String network) throws Exception {
        Path weights = folder.resolve(network + ".safetensors");
        Harness.run(Child.of(DrawnWeights.class, network, weights.toString()));
        return weights;
    }

    private Path pictures() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < PICTURES; i++) {
            byte[] noise = new byte[3 * 80 * 90];
            new Random(i).nextBytes(noise);
            Files.write(pictures.resolve(i + ".png"), PictureFile.png(new Pixels(80, 90, 3, noise)));
        }
        return pictures;
    }
}
