package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Catalog;
import dev.graft.data.Variety;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    @BeforeEach
    void takesPhotos() throws IOException {
        photos = Samples.photos(folder.resolve("photos"));
        out = folder.resolve("mine");
    }

    private Called pretrain(Object... more) {
        Object[] all = new Object[more.length + 6];
        System.arraycopy(new Object[] {"pretrain", photos, "--architecture", "resnet20", "--out", out}, 0, all, 0, 6);
        System.arraycopy(more, 0, all, 6, more.length);
        return graft(all);
    }

    @Test
    void makesABackboneThatTrainTakes() throws IOException {
        Called made = pretrain(
                "--epochs", "2", "--batch-size", "16", "--from-size", "24", "--half", "--standardize", "--json");

        assertThat(made.exit()).as("%s", made.err()).isZero();
        JsonNode answer = JsonMapper.shared().readTree(made.last());
        assertThat(answer.path("backbone").asString()).isEqualTo(out.toString());
        assertThat(answer.path("architecture").asString()).isEqualTo("resnet20");
        assertThat(answer.path("curve").size()).isEqualTo(2);
        assertThat(answer.path("accuracy").isNumber()).isTrue();
        assertThat(out.resolve("preprocessor_config.json")).exists();
        JsonNode mean = JsonMapper.shared()
                .readTree(Files.readString(out.resolve("config.json")))
                .path("pretrained_cfg")
                .path("mean");
        assertThat(mean.path(0).asDouble()).isEqualTo(0.5, within(0.005)); // of dark and light, and not 0.4914

        Called trained = graft("train", photos, "--backbone", out + "/", "--out", folder.resolve("model"), "--json");
        assertThat(trained.exit()).as("%s", trained.err()).isZero();
        assertThat(JsonMapper.shared().readTree(trained.last()).path("accuracy").asDouble())
                .isGreaterThan(0.9);

        refused(pretrain("--epochs", "2"), "exists already", "--overwrite");

        Called begun = graft(
                "pretrain",
                photos,
                "--architecture",
                "resnet20",
                "--out",
                folder.resolve("second"),
                "--init",
                out.resolve("model.safetensors"),
                "--epochs",
                "1",
                "--batch-size",
                "16");
        assertThat(begun.exit()).as("%s", begun.err()).isZero();
        assertThat(begun.out().get(0)).startsWith("resnet20 from random weights and what fits of model.safetensors: ");
    }

    /** The state of a run that is still at work is what one has that was killed then. */
    @Test
    void goesOnToTheSameBitsWhereItWasStopped() throws Exception {
        Object[] how = {"--epochs", "3", "--batch-size", "32", "--size", "8"};
        CompletableFuture<Called> whole = CompletableFuture.supplyAsync(() -> pretrain(how));
        Path part = folder.resolve("mine.part");
        Path other = folder.resolve("other");
        while (!copied(part, folder.resolve("other.part"))) {
            assertThat(whole).as("no checkpoint was found in time").isNotDone();
            Thread.sleep(2);
        }
        assertThat(whole.get().exit()).as("%s", whole.get().err()).isZero();
        Object[] again = Stream.concat(
                        Stream.of("pretrain", photos, "--architecture", "resnet20", "--out", other), Stream.of(how))
                .toArray();

        refused(graft(again), "holds an unfinished run; go on with --resume");
        Object[] resumed =
                Stream.concat(Stream.of(again), Stream.of("--resume")).toArray();
        Called called = graft(resumed);

        assertThat(called.exit()).as("%s", called.err()).isZero();
        assertThat(called.err()).anyMatch(line -> line.contains("goes on at step "));
        assertThat(other.resolve("model.safetensors")).hasSameBinaryContentAs(out.resolve("model.safetensors"));
        assertThat(folder.resolve("other.part")).doesNotExist();
        refused(graft(resumed), "is finished, there is nothing to resume");
    }

    /** @return whether there was a checkpoint, which is there now */
    private static boolean copied(Path part, Path to) throws IOException {
        Files.createDirectories(to);
        boolean found = false;
        try (Stream<Path> files = Files.list(part)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                found |= file.getFileName().toString().matches("checkpoint-[0-9-]+\\.safetensors");
            }
        } catch (NoSuchFileException e) { // not there yet, or replaced by the next
            return false;
        }
        return found;
    }

    @Test
    void refusesInOneLineWhatCannotBe() throws IOException {
        refused(pretrain("--epochs", "0"), "--epochs must be at least 1, was 0");
        refused(pretrain("--ema", "1"), "--ema must be in [0, 1), was 1.0");
        refused(pretrain("--from-size", "64"), "--from-size must be at most");
        refused(pretrain("--from-size", "0"), "--from-size must be at least 8, was 0");
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

    @Test
    void numbersAreNoLabelsForABackbone() throws IOException {
        Path table = Samples.write(
                folder.resolve("numbers.csv"),
                "path,label\nphotos/dark/0.png,0.5\nphotos/light/1.png,1.5\nphotos/dark/2.png,0.25\n");
        Called called = graft("pretrain", table, "--architecture", "resnet20", "--out", out);
        refused(called, "numbers.csv", "one label each; these have numbers", "--label-column");
        assertThat(out).doesNotExist();
    }

    @Test
    void drawsWhatTrainTakesAtTheSizeThatItReads() throws IOException {
        Path sheet = folder.resolve("sheet.png");
        Called drawn = graft(
                "augment",
                photos,
                "--augment",
                "light,mixup=0.2",
                "--rows",
                "1",
                "--columns",
                "2",
                "--out",
                sheet,
                "--json");
        assertThat(drawn.exit()).as("%s", drawn.err()).isZero();
        assertThat(drawn.err()).anyMatch(line -> line.contains("of a batch, which is not drawn"));
        JsonNode answer = JsonMapper.shared().readTree(drawn.last());
        assertThat(answer.path("augmentation").asString()).isEqualTo("crop=0.35,mirror=0.5");
        assertThat(answer.path("size").asInt())
                .isEqualTo(Catalog.usualPreparation().size());
        Path other = folder.resolve("other.png");
        refused(graft("augment", photos, "--augment", "mixup=much", "--out", other), "'mixup' takes a number");
        refused(graft("augment", photos, "--size", "4", "--out", other), "--size must be between 8 and 2048, was 4");
        assertThat(other).doesNotExist();
        Path jpeg = folder.resolve("sheet.jpg");
        refused(graft("augment", photos, "--out", jpeg), "--out must end in .png");
        assertThat(jpeg).doesNotExist();
    }

    @Test
    void severalTasksOfPicturesAreAskedWithPictures() {
        Path both = folder.resolve("both");
        Called learned = graft(
                "multitask", "a=" + photos, "b=" + photos, "--strategy", "last-1", "--epochs", "1", "--out", both);
        assertThat(learned.exit()).as("%s", learned.err()).isZero();
        assertThat(learned.out()).contains("  graft predict " + TrainOutcome.quoted(both) + " new-photos/ --output b");
    }

    private static void refused(Called called, String... words) {
        assertThat(called.exit()).as("%s %s", called.out(), called.err()).isEqualTo(2);
        assertThat(called.err().get(called.err().size() - 1)).contains(words);
    }

    @Test
    void everyWordThatTheHelpOfAugmentGivesIsOne() {
        String help = String.join("\n", graft("augment", "--help").out());
        Matcher word = Pattern.compile("\\b[a-z]+=[a-z0-9.]+|trivialaugment")
                .matcher(help.substring(help.indexOf("Words of --augment")));
        int words = 0;
        for (; word.find(); words++) {
            assertThat(Variety.parse(word.group())).as(word.group()).isNotNull();
        }
        assertThat(words).isGreaterThan(20);
        for (String name : List.of("light", "standard", "trivial", "rand")) {
            assertThat(Variety.parse(name).augmentation().text()).contains("crop=0.35,mirror");
        }
    }
}
