package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a process of its own shows. */
class ProcessTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "models", "train --help", "nonsense"})
    void whatIsLightLoadsNothingHeavy(String arguments) throws Exception {
        Path classes = folder.resolve("classes");
        List<String> command = java("-Xlog:class+load:file=" + classes);
        command.addAll(List.of(arguments.split(" ")));
        Process process = start(command, Map.of());
        assertThat(finish(process)).isEqualTo(arguments.equals("nonsense") ? 2 : 0);
        assertThat(Files.readString(classes))
                .contains("dev.graft.cli.Graft")
                .doesNotContain(
                        "org.bytedeco", "tools.jackson.databind", "ai.djl", "me.tongfei.progressbar.ProgressBar ");
    }

    @Test
    void lostOutputIsAFault() throws Exception {
        assumeTrue(Files.exists(FULL), "no device that is always full");
        Process process = new ProcessBuilder(with(java(), "models"))
                .redirectOutput(FULL.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertThat(finish(process)).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("standard output");
    }

    @Test
    void aReaderThatLeavesGetsNoTrace() throws Exception {
        Process process = start(with(java(), "models"), Map.of());
        process.getInputStream().close();
        assertThat(finish(process)).isIn(0, 1); // 0 where all was in the pipe before it was closed
        assertThat(Files.readString(folder.resolve("err"))).doesNotContain("Exception", "\tat ");
    }

    @Test
    void aNameBeyondTheLocaleIsToldInOneLine() throws Exception {
        assumeTrue(
                "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")),
                "this process cannot pass the name on");
        assumeTrue(
                System.getProperty("java.class.path").chars().allMatch(c -> c < 128),
                "Java itself does not find its classes in such a folder in that locale");
        Path data = Samples.table(folder.resolve("类别.csv"));
        Process process = start(
                with(
                        java(),
                        "train",
                        data.toString(),
                        "--out",
                        folder.resolve("x").toString()),
                Map.of("LC_ALL", "C"));
        assertThat(finish(process)).isEqualTo(2);
        assertThat(errors()).singleElement().asString().contains("graft: ");
    }

    @Test
    void labelsBeyondTheLocaleComeOutWhole() throws Exception {
        Process process =
                start(with(java(), "train", "x", "--out", "y", "--strategy", "中文"), Map.of("LC_ALL", "C.UTF-8"));
        assertThat(finish(process)).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("err"))).contains("'中文'");
    }

    /** Nor anything of the user's home but Graft's own cache there. */
    @Test
    void nothingNeedsANetworkOrWritesElsewhere() throws Exception {
        Process probe = new ProcessBuilder("unshare", "-rn", "true")
                .redirectErrorStream(true)
                .start();
        assumeTrue(finish(probe) == 0, "this system does not let networks be taken away");
        Path home = Files.createDirectory(folder.resolve("home"));
        Path data = Samples.table(folder.resolve("data.csv"));
        Path bundle = folder.resolve("b");
        offline(home, "\"accuracy\"", "train", data.toString(), "--out", bundle.toString(), "--baseline", "--json");
        offline(home, "\"accuracy\"", "evaluate", bundle.toString(), data.toString(), "--json");
        offline(home, "\"predictions\"", "predict", bundle.toString(), data.toString(), "--json");
        try (Stream<Path> written = Files.walk(home)) {
            assertThat(written.map(home::relativize).filter(file -> file.getNameCount() > 1))
                    .isNotEmpty()
                    .allMatch(file -> file.startsWith(Path.of(".cache", "graft")));
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("home", "data.csv", "b", "out", "err");
        }
    }

    private void offline(Path home, String said, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "-rn", "env", "-u", "GRAFT_HOME"));
        command.addAll(List.of("-u", "XDG_CACHE_HOME", "HOME=" + home));
        command.addAll(with(java("-Duser.home=" + home), arguments));
        assertThat(finish(start(command, Map.of())))
                .as(Files.readString(folder.resolve("err")))
                .isZero();
        assertThat(Files.readString(folder.resolve("out"))).startsWith("{").contains(said);
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129"})
    void trainingThatASignalEndsKeepsItsState(String signal, int code) throws Exception {
        assumeTrue(
                !signal.equals("HUP") || !hangUpIsIgnored(),
                "what starts these tests has hanging up ignored, as nohup does, and Java leaves it so");
        Path data = Samples.table(folder.resolve("data.csv"));
        Process process = start(
                with(
                        java(),
                        "train",
                        data.toString(),
                        "--out",
                        folder.resolve("b").toString(),
                        "--strategy",
                        "last-1",
                        "--epochs",
                        "5000"),
                Map.of());
        for (int i = 0; i < 600 && !Files.readString(folder.resolve("err")).contains("epoch 2 of"); i++) {
            assertThat(process.isAlive())
                    .as(Files.readString(folder.resolve("err")))
                    .isTrue();
            Thread.sleep(200);
        }
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(finish(process)).isEqualTo(code);
        assertThat(Files.readString(folder.resolve("err"))).contains("--resume").doesNotContain("Exception");
        assertThat(folder.resolve("b")).doesNotExist();
        assertThat(folder.resolve("b.part")).isNotEmptyDirectory();
    }

    private static boolean hangUpIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> Character.digit(line.charAt(line.length() - 1), 16) % 2 == 1);
    }

    private static List<String> java(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Graft.class.getName()));
        return command;
    }

    private static List<String> with(List<String> command, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return all;
    }

    /** What Graft said: Java announces options that it took from the environment in lines of its own. */
    private List<String> errors() throws IOException {
        return Files.readAllLines(folder.resolve("err")).stream()
                .filter(line -> !line.startsWith("Picked up "))
                .toList();
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        File err = folder.resolve("err").toFile();
        builder.redirectError(err);
        if (!command.contains("models")) {
            builder.redirectOutput(folder.resolve("out").toFile());
        }
        return builder.start();
    }

    private static int finish(Process process) throws InterruptedException {
        assertThat(process.waitFor(180, TimeUnit.SECONDS))
                .as("the process ends")
                .isTrue();
        return process.exitValue();
    }
}
