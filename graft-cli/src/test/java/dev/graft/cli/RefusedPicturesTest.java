package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import dev.graft.nn.StateDict;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bad pictures, archives and weights end with exit code 2 and one line that names them, and leave nothing behind. */
class RefusedPicturesTest {
    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void takesPhotos() throws IOException {
        photos = Samples.photos(folder.resolve("photos"));
    }

    private static byte[] png() {
        return PictureFile.png(new Pixels(8, 8, 1, new byte[64]));
    }

    /** Some bytes that say they are 3,600 million pixels. */
    private static byte[] bomb() {
        byte[] bomb = png();
        ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
        return bomb;
    }

    @Test
    void pixelBombsAboveFivePercent() throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.write(photos.resolve("dark/bomb" + i + ".png"), bomb());
        }
        Files.write(photos.resolve("light/bomb4.png"), bomb());

        refused(
                train(photos),
                "5 of 85 pictures cannot be read, more than the 5 % that are skipped",
                "dark/bomb0.png: says that it is 60000 x 60000 pixels, more than the allowed 178 million");
    }

    @Test
    void aClassOfBombsAlone() throws IOException {
        Files.createDirectories(photos.resolve("odd"));
        Files.write(photos.resolve("odd/bomb.png"), bomb());

        refused(train(photos), "no picture of class 'odd' can be read", "odd/bomb.png", "60000 x 60000");
    }

    @Test
    void aClassWithoutPictures() throws IOException {
        Files.createDirectories(photos.resolve("empty"));
        refused(train(photos), "empty: no .bmp, ", "files in this class folder; fill or remove it");

        Files.writeString(photos.resolve("empty/notes.txt"), "to be photographed");
        refused(train(photos), "empty: no .bmp, ", "fill or remove it", "empty/notes.txt");
    }

    @Test
    void anArchiveThatWouldLeaveItsFolder() throws IOException {
        for (String name : List.of("photos/dark/../../../evil.png", "../evil.png", "/tmp/evil.png")) {
            ByteArrayOutputStream tar = new ByteArrayOutputStream();
            entry(tar, "photos/dark/1.png", png());
            entry(tar, "photos/light/1.png", png());
            entry(tar, name, png());
            tar.writeBytes(new byte[1024]);
            Path archive = Files.write(folder.resolve("photos.tar"), tar.toByteArray());

            refused(train(archive), "photos.tar", "the name '" + name + "' is no plain path below it");
            assertThat(folder.resolveSibling("evil.png")).doesNotExist();
        }
    }

    private static void entry(ByteArrayOutputStream tar, String name, byte[] content) {
        ByteBuffer header = ByteBuffer.allocate(512);
        header.put(0, ascii(name));
        header.put(100, ascii("0000644"));
        header.put(124, ascii(String.format("%011o", content.length)));
        header.put(156, (byte) '0');
        header.put(257, ascii("ustar\00000"));
        int sum = 8 * ' ';
        for (byte value : header.array()) {
            sum += value & 0xff;
        }
        header.put(148, ascii(String.format("%06o\0 ", sum)));
        tar.writeBytes(header.array());
        tar.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void weightsOfAnotherNetwork() throws IOException {
        Path weights = folder.resolve("found.safetensors");
        try (Network network = Architectures.named("resnet20").builder().build(3, 10);
                OutputStream out = Files.newOutputStream(weights)) {
            StateDict.write(out, Map.of(), network.named());
        }

        refused(
                train(photos, "--backbone", "resnet_tiny", "--weights", weights),
                "found.safetensors: does not fit resnet_tiny; load it into resnet20: ",
                "tensors are missing");
        Path text = Samples.write(folder.resolve("notes.pth"), "no weights");
        refused(train(photos, "--backbone", "resnet_tiny", "--weights", text), "notes.pth: is no weights file");
        refused(train(photos, "--backbone", "resnet_tiny", "--init", text), "notes.pth: is no weights file");
    }

    /** Pictures may be many, and their reading long. */
    @Test
    void weightsAreLookedAtBeforePictures() throws IOException {
        for (int i = 0; i < 80; i += 2) {
            Samples.write(photos.resolve("dark/" + i + ".png"), "no picture");
        }
        Path text = Samples.write(folder.resolve("notes.pth"), "no weights");

        refused(train(photos, "--backbone", "resnet_tiny"), "pictures cannot be read");
        refused(train(photos, "--backbone", "resnet_tiny", "--weights", text), "notes.pth: is no weights file");
        refused(train(photos, "--backbone", "resnet_tiny", "--init", text), "notes.pth: is no weights file");
        refused(train(photos, "--strategy", "distil", "--teacher", text), "notes.pth: is no bundle");
        refused(
                "bad-arguments",
                train(photos, "--strategy", "prefix"),
                "prefix needs a transformer, which resnet_tiny is not");
        Path others = folder.resolve("others.safetensors");
        try (Scope scope = Scope.open();
                OutputStream out = Files.newOutputStream(others)) {
            Tensor weight = Tensor.zeros(2, 2);
            StateDict.write(out, Map.of(), Map.of("other.weight", weight));
        }
        refused(train(photos, "--backbone", "resnet_tiny", "--init", others), "others.safetensors: none of its");
    }

    @Test
    void moreStagesThanThereAre() throws IOException {
        refused(
                "bad-arguments",
                train(photos, "--strategy", "last-99"),
                "strategy last-99: this network has ",
                "choose fewer of them");
    }

    @Test
    void answersAboutWhatIsNoPicture() throws IOException {
        Path model = folder.resolve("model");
        Called trained = graft("train", photos, "--strategy", "probe", "--size", "16", "--out", model);
        assertThat(trained.exit()).as("%s", trained.err()).isZero();

        Path text = Samples.write(folder.resolve("text.png"), "no picture");
        unanswered(model, text, "text.png", "is not a picture in JPEG, PNG, GIF, BMP, WebP or TIFF");
        unanswered(model, Files.write(folder.resolve("bomb.png"), bomb()), "bomb.png", "60000 x 60000");
        byte[] whole = Files.readAllBytes(photos.resolve("dark/0.png"));
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        unanswered(model, cut, "cut.png", "copy or download it again");
    }

    private void unanswered(Path model, Path picture, String... words) throws IOException {
        Called plain = unchanged(() -> graft("predict", model, picture));
        said(plain, words);
        assertThat(plain.out()).isEmpty();

        Called json = unchanged(() -> graft("predict", model, picture, "--json"));
        said(json, words);
        JsonNode answer =
                JsonMapper.shared().readTree(json.last()).path("predictions").path(0);
        assertThat(answer.path("error").asString()).contains(words);
        assertThat(answer.has("label")).isFalse();
    }

    private Called train(Path data, Object... more) throws IOException {
        Object[] args = Arrays.copyOf(
                new Object[] {"train", data, "--size", "16", "--out", folder.resolve("bundle"), "--json"},
                7 + more.length);
        System.arraycopy(more, 0, args, 7, more.length);
        return unchanged(() -> graft(args));
    }

    /** Neither a bundle nor a part of one, nor anything else, is left. */
    private Called unchanged(Supplier<Called> call) throws IOException {
        List<Path> before = files();
        Called called = call.get();
        assertThat(files()).isEqualTo(before);
        return called;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private static void refused(Called called, String... words) {
        refused("bad-input", called, words);
    }

    private static void refused(String code, Called called, String... words) {
        said(called, words);
        assertThat(called.out()).hasSize(1);
        JsonNode error = JsonMapper.shared().readTree(called.last()).path("error");
        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat("graft: " + error.path("message").asString())
                .isEqualTo(called.err().get(0));
    }

    private static void said(Called called, String... words) {
        assertThat(called.exit()).as("%s %s", called.out(), called.err()).isEqualTo(2);
        assertThat(called.err()).hasSize(1);
        assertThat(called.err().get(0)).startsWith("graft: ").contains(words).doesNotContain("Exception", "dev.graft");
    }
}
