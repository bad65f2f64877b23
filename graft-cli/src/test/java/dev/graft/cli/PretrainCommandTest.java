package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A backbone of one's own, from a folder of pictures. */
class PretrainCommandTest {
    @TempDir
    private Path folder;

    private Path photos;
    private Path out;

    /** Dark and light pictures, forty of each. */
    @BeforeEach
    void takesPhotos() throws IOException {
        photos = folder.resolve("photos");
        out = folder.resolve("mine");
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 80; i++) {
            byte[] data = new byte[20 * 20 * 3];
            random.nextBytes(data);
            for (int p = 0; p < data.length; p++) {
                data[p] = (byte) ((data[p] & 0x7f) + (i % 2 == 0 ? 0 : 128));
            }
            Path file = photos.resolve(i % 2 == 0 ? "dark" : "light").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, PictureFile.png(new Pixels(20, 20, 3, data)));
        }
    }

    private Called pretrain(Object... more) {
        Object[] all = new Object[more.length + 6];
        System.arraycopy(new Object[] {"pretrain", photos, "--architecture", "resnet20", "--out", out}, 0, all, 0, 6);
        System.arraycopy(more, 0, all, 6, more.length);
        return graft(all);
    }

    @Test
    void makesABackboneThatTrainTakes() throws IOException {
        Called made = pretrain("--epochs", "2", "--batch-size", "16", "--from-size", "24", "--half", "--json");

        assertThat(made.exit()).as("%s", made.err()).isZero();
        JsonNode answer = JsonMapper.shared().readTree(made.last());
        assertThat(answer.path("backbone").asString()).isEqualTo(out.toString());
        assertThat(answer.path("architecture").asString()).isEqualTo("resnet20");
        assertThat(answer.path("curve").size()).isEqualTo(2);
        assertThat(answer.path("accuracy").isNumber()).isTrue();
        assertThat(out.resolve("preprocessor_config.json")).exists();

        Called trained = graft("train", photos, "--backbone", out + "/", "--out", folder.resolve("model"), "--json");
        assertThat(trained.exit()).as("%s", trained.err()).isZero();
        assertThat(JsonMapper.shared().readTree(trained.last()).path("accuracy").asDouble())
                .isGreaterThan(0.9);

        refused(pretrain("--epochs", "2"), "exists already", "--overwrite");
    }

    @Test
    void refusesInOneLineWhatCannotBe() throws IOException {
        refused(pretrain("--epochs", "0"), "--epochs must be at least 1, was 0");
        refused(pretrain("--ema", "1"), "--ema must be in [0, 1), was 1.0");
        refused(pretrain("--from-size", "64"), "--from-size must be at most");
        refused(pretrain("--teacher-weight", "2"), "--teacher");
        refused(pretrain("--teacher", folder), "is no bundle, as a teacher must be");
        refused(pretrain("--init", folder.resolve("none.pth")), "none.pth");
        refused(pretrain("--augment", "miror"), "did you mean 'mirror'?");
        refused(
                graft("pretrain", photos, "--architecture", "resnet21", "--out", out),
                "unknown architecture 'resnet21'");
        Path reviews = Samples.table(folder.resolve("reviews.csv"));
        refused(graft("pretrain", reviews, "--architecture", "resnet20", "--out", out), "makes networks for pictures");
        assertThat(out).doesNotExist();
    }

    private static void refused(Called called, String... words) {
        assertThat(called.exit()).as("%s %s", called.out(), called.err()).isEqualTo(2);
        assertThat(called.err().get(called.err().size() - 1)).contains(words);
    }
}
