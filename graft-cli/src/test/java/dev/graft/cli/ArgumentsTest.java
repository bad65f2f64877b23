package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import dev.graft.data.Modality;
import dev.graft.transfer.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ArgumentsTest {
    @TempDir
    private Path folder;

    @Test
    void suggestsTheNearestCommand() {
        refused(graft("predcit"), "unknown command 'predcit'; did you mean 'predict'?");
    }

    @Test
    void suggestsTheNearestOption() {
        refused(
                graft("train", "x.csv", "--out", "x", "--epoch", "3"),
                "unknown option '--epoch'; did you mean '--epochs'?");
    }

    @Test
    void wantsACommand() {
        refused(graft(), "name a command");
        refused(graft("--json", "--seed", "3"), "name a command");
    }

    @Test
    void refusesWhatIsNoNumber() {
        refused(graft("train", "x.csv", "--out", "x", "--seed", "many"), "a whole number is wanted, was 'many'");
        refused(graft("models", "--threads", "0"), "--threads must be at least 1, was 0");
        refused(graft("train", "x.csv", "--out", "x", "--longest", "1e3"), "a whole number is wanted");
        refused(graft("train", "x", "--out", "y", "--size", "abc"), "'--size'");
    }

    @Test
    void refusesAnOptionGivenTwiceAndAnEmptyPath() {
        refused(graft("train", "x.csv", "--out", "a", "--out", "b"), "--out");
        refused(graft("train", "", "--out", "a"), "a path is wanted, was empty");
    }

    @Test
    void refusesSettingsOutOfRange() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Path out = folder.resolve("out");
        refused(graft("train", data, "--out", out, "--epochs", "0"), "--epochs must be at least 1, was 0");
        refused(graft("train", data, "--out", out, "--size", "0"), "--size must be at least 8, was 0");
        refused(graft("train", data, "--out", out, "--longest", "0"), "--longest must be at least 8, was 0");
        refused(graft("train", data, "--out", out, "--lr", "-0.1"), "--lr must be above 0, was -0.1");
        refused(
                graft("train", data, "--out", out, "--strategy", "finetune", "--lr", "auto", "--set", "rate=0.1"),
                "--lr and --set rate= say the same");
        refused(
                graft("train", data, "--out", out, "--strategy", "finetune", "--epochs", "2", "--set", "epochs=3"),
                "--epochs and --set epochs= say the same");
        refused(graft("train", data, "--out", out, "--set", "strenth=1"), "did you mean 'strength'?");
        refused(graft("train", data, "--out", out, "--set", "strength"), "--set wants NAME=VALUE");
        refused(graft("train", data, "--out", out, "--precision", "fp16"), "unknown precision 'fp16'");
        refused(graft("train", data, "--out", out, "--task", "regresion"), "did you mean 'regression'?");
        refused(graft("train", data, "--out", out, "--charset", "UTF-99"), "unknown charset 'UTF-99'");
        refused(
                graft("train", data, "--out", out, "--pooling", "flta"),
                "unknown pooling 'flta'; did you mean 'flat'?");
        refused(
                graft("train", data, "--out", out, "--standardize"),
                "--pooling, --channels and --standardize are for pictures; leave them out for texts");
        refused(graft("train", data, "--out", out, "--channels", "2"), "--channels must be 1, for grey pictures, or 3");
        for (String share : List.of("0.0", "1", "1.0", "1.5")) {
            refused(
                    graft("train", data, "--out", out, "--valid", share),
                    "--valid wants data, or a share of the training part above 0 and below 1 as 0.2, was " + share);
        }
    }

    @Test
    void refusesAdaptersThatDoNotFit() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Path out = folder.resolve("out");
        String[] lora = {"--strategy", "lora", "--set"};
        refused(
                graft("train", data, "--out", out, lora[0], lora[1], lora[2], "rank=0"),
                "rank must be at least 1, was 0");
        refused(
                graft("train", data, "--out", out, lora[0], lora[1], lora[2], "rank=385"),
                "rank must be at most 384, the width of layer encoder.layer.0.attention.self.query, was 385");
        refused(
                graft("train", data, "--out", out, lora[0], lora[1], lora[2], "targets=value,qury"),
                "targets: no layer of all-minilm-l6-v2 matches 'qury'; did you mean 'query'?",
                "dense, key, query, value");
        assertThat(out).doesNotExist();
    }

    @Test
    void aBudgetIsATime() throws IOException {
        assertThat(Values.time("90s").toSeconds()).isEqualTo(90);
        assertThat(Values.time("5m").toSeconds()).isEqualTo(300);
        assertThat(Values.time("1.5h").toSeconds()).isEqualTo(5400);
        Path data = Samples.table(folder.resolve("data.csv"));
        for (String bad : new String[] {"5", "5 minutes", "five", "0s", "0.9s", "PT5M", "m", "1e3s"}) {
            refused(
                    graft("train", data, "--out", folder.resolve("out"), "--budget", bad),
                    "a time of a second or more is wanted, as 90s, 5m or 1h, was '" + bad + "'");
        }
    }

    @Test
    void lookingForARateNeedsNoPlaceForAModelAndTrainingDoes() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        refused(graft("train", data), "say by --out where the model is to be saved");
        refused(
                graft("train", data, "--find-lr", "--strategy", "probe"),
                "strategy probe is solved exactly and has no learning rate");
    }

    @Test
    void lookingForARateRefusesWhatConcernsATraining() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        refused(
                graft(
                        "train",
                        data,
                        "--find-lr",
                        "--strategy",
                        "finetune",
                        "--out",
                        "x",
                        "--budget",
                        "5m",
                        "--errors",
                        "e.csv"),
                "--find-lr trains and saves nothing; leave out --out, --budget, --errors, or");
        refused(
                graft("train", data, "--find-lr", "--resume", "--refit", "--baseline", "--standalone"),
                "leave out --baseline, --resume, --standalone, --refit, or");
        refused(
                graft("train", data, "--find-lr", "--strategy", "finetune", "--threshold", "0.4"),
                "--threshold is for several labels");
    }

    @Test
    void featuresTooManyForOneTensorAreRefusedBeforeTheWork() {
        FeaturesCommand.mustFit(1_398_101, 384);
        assertThatThrownBy(() -> FeaturesCommand.mustFit(1_398_102, 384))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("1,398,102 rows of 384 features are 2.1 GB")
                .hasMessageContaining(".csv");
    }

    @Test
    void saysWhichOptionsForPicturesCannotHaveAnEffect() {
        String mixing = "mixup and cutmix are for strategies that train a network from its pixels";
        for (String strategy : List.of("probe", "prototypes", "tip-adapter", "contrastive", "last-1")) {
            assertThat(idle(strategy, "--augment", "light,mixup=0.2"))
                    .as(strategy)
                    .singleElement()
                    .asString()
                    .contains(mixing, strategy);
            assertThat(idle(strategy, "--augment", "light", "--draws", "2"))
                    .as(strategy)
                    .isEmpty();
        }
        for (String strategy : List.of("finetune", "layerwise", "scratch", "bitfit", "l2sp", "distil")) {
            assertThat(idle(strategy, "--augment", "cutmix")).as(strategy).isEmpty();
            assertThat(idle(strategy, "--augment", "light", "--draws", "2"))
                    .as(strategy)
                    .singleElement()
                    .asString()
                    .contains("--draws is for networks of which something is frozen", strategy);
        }
        for (String strategy : List.of("auto", "probe-finetune", "gradual", "lora")) {
            assertThat(idle(strategy, "--augment", "light,mixup", "--draws", "2"))
                    .as(strategy)
                    .isEmpty();
        }
    }

    private static List<String> idle(String strategy, String... options) {
        return CommandLine.populateCommand(new LearningArguments(), options)
                .idle(Strategies.named(strategy, Modality.IMAGE));
    }

    @Test
    void suggestsTheNearestBackboneAndStrategy() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Path out = folder.resolve("out");
        refused(
                graft("train", data, "--out", out, "--backbone", "all-minilm-l6-v3"),
                "unknown backbone 'all-minilm-l6-v3'; did you mean 'all-minilm-l6-v2'?");
        refused(
                graft("train", data, "--out", out, "--strategy", "fintune"),
                "unknown strategy 'fintune'; did you mean 'finetune'?");
        refused(
                graft("train", data, "--out", out, "--weights", "w.safetensors"),
                "--weights is not for texts: give --backbone a folder");
        refused(graft("models", "--modality", "txt"), "did you mean 'text'?");
        assertThat(graft("models", "--modality", "text").out())
                .anyMatch(line -> line.startsWith("A text encoder that is not available"))
                .noneMatch(line -> line.contains("--weights") || line.contains("tf_mobilenet_v2"));
    }

    @Test
    void listsTheStrategiesWithWhatCanBeSet() {
        Called called = graft("strategies");
        assertThat(called.exit()).isZero();
        assertThat(called.out())
                .anyMatch(line -> line.startsWith("finetune: "))
                .anyMatch(line -> line.startsWith("auto: "));
        assertThat(String.join("\n", called.out()))
                .containsPattern("(?s)finetune: [^:]*rate=0.00005 [^:]*schedule=linear [^:]*averageLast=0");
        assertThat(graft("strategies", "--json").out())
                .singleElement()
                .asString()
                .contains("\"headRate\":50");
        assertThat(String.join("\n", graft("strategies", "--modality", "image").out()))
                .containsPattern("(?s)finetune: [^:]*rate=0.0001 ")
                .containsPattern("(?s)pretrain: .*command of its own\n[^:]*rate=0.4 ");
    }

    @Test
    void refusesOutputsThatExistOrCannotBeWritten() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Path there = Files.createDirectory(folder.resolve("there"));
        Samples.write(there.resolve("note.txt"), "mine");
        refused(graft("train", data, "--out", there), "exists already", "--overwrite");
        refused(graft("train", data, "--out", data.resolve("bundle")), "cannot be written");
        refused(graft("features", "all-minilm-l6-v2", data, "--out", data), "exists already", "--overwrite");
        refused(graft("features", "all-minilm-l6-v2", data, "--out", "x.npy"), "must end in .safetensors or .csv");
        refused(graft("demo", "--out", there), "exists already");
        assertThat(there.resolve("note.txt")).hasContent("mine");
    }

    @Test
    void aFileOfArgumentsIsNotRead() throws IOException {
        Path file = Samples.write(folder.resolve("args"), "models\n");
        refused(graft("@" + file), "unknown command '@");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithExamples(String command) {
        Called called = graft(command, "--help");
        assertThat(called.exit()).isZero();
        assertThat(called.err()).isEmpty();
        assertThat(called.out()).anyMatch(line -> line.startsWith("Usage: graft " + command));
        assertThat(called.out()).anyMatch(line -> line.startsWith("  graft " + command));
        assertThat(called.out()).anyMatch(line -> line.contains("--json"));
    }

    @Test
    void helpCanBeACommandToo() {
        assertThat(graft("help", "train").out())
                .isEqualTo(graft("train", "--help").out());
        assertThat(graft("help").out()).isEqualTo(graft("--help").out());
        refused(graft("help", "trian"), "unknown command 'trian'; did you mean 'train'?");
    }

    static Stream<String> commands() {
        Session session = new Session(System.out, System.err, Terminal.NONE);
        CommandLine line = Graft.commandLine(session);
        return line.getSubcommands().keySet().stream();
    }

    @Test
    void tellsItsVersion() {
        assertThat(graft("--version").out()).singleElement().asString().matches("graft [0-9]+\\.[0-9]+.*");
    }

    private static void refused(Called called, String... said) {
        assertThat(called.err())
                .singleElement()
                .asString()
                .startsWith("graft: ")
                .contains(said)
                .doesNotContain("Exception");
        assertThat(called.exit()).isEqualTo(2);
    }
}
