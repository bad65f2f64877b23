package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a machine sees that has never run Graft; each in a process of its own. */
class FirstStartTest {
    @TempDir
    private Path folder;

    /** What is measured: one sum, or one line on why there is none. */
    static final class Sum {
        private Sum() {}

        public static void main(String[] arguments) {
            try (Scope scope = Scope.open()) {
                System.out.println(Tensor.of(new float[] {1, 2, 3}, 3).sum().value());
            } catch (EngineException e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anotherLibTorchOfTheSystemIsNotTaken() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path any = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        for (String name : List.of("libtorch_cpu.so", "libtorch.so", "libc10.so")) {
            Files.copy(any, other.resolve(name)); // whoever loads it finds nothing of LibTorch in it
        }
        Path cache = folder.resolve("cache");
        String said = said(0, other, "-Dorg.bytedeco.javacpp.cachedir=" + cache);
        assertThat(said).contains("6.0");
        assertThat(cache).isNotEmptyDirectory();
    }

    @Test
    void aPlatformWithoutNativesGetsALine() throws Exception {
        assertThat(said(1, folder, "-Dorg.bytedeco.javacpp.platform=linux-arm64"))
                .contains("for linux-arm64; it runs on linux-x86_64, macosx-arm64 and windows-x86_64")
                .doesNotContain("\tat ");
    }

    private String said(int code, Path libraries, String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(option, "-cp", System.getProperty("java.class.path"), Sum.class.getName()));
        Path out = folder.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        Process process = builder.start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isEqualTo(code);
        return said;
    }
}
